package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.testkit.ZarrFolder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/// A Sentinel-2 L1C product of any size, with nothing in it but the bands that it must have: random
/// numbers, some of them nodata.
final class TinyProduct {

    static final int WEST = 600_000;
    static final int NORTH = 5_000_040;

    private static final double NODATA_SHARE = 0.3;

    private TinyProduct() {}

    /// @param height rows at 10 m, at least 6
    /// @param width columns at 10 m, at least 6
    static ZarrFolder of(int height, int width) {
        ZarrFolder product = ZarrFolder.v2()
                .document(
                        ".zattrs",
                        "{'other_metadata': {'horizontal_CRS_code': 'EPSG:32632'}, 'stac_discovery': {'type': 'Feature',"
                                + " 'id': 'S2A_MSIL1C_20250101T000000_N0511_R001_T32ABC_20250101T010000', 'geometry':"
                                + " {'type': 'Polygon', 'coordinates': [[[10, 45], [11, 45], [11, 44], [10, 45]]]},"
                                + " 'properties': {'product:type': 'S02MSIL1C'}}}")
                .groupV2("measurements")
                .groupV2(S2Layout.REFLECTANCE);
        var random = new Random(31L * height + width);
        for (S2Resolution resolution : S2Resolution.NATIVE) {
            int factor = resolution.factorFrom(S2Resolution.R10M);
            addLevel(product, resolution, height / factor, width / factor, random);
        }
        return product.consolidatedV2();
    }

    private static void addLevel(ZarrFolder product, S2Resolution resolution, int rows, int columns, Random random) {
        String group = S2Layout.REFLECTANCE + "/" + resolution.id();
        product.groupV2(group);
        int pixel = resolution.metres();
        addAxis(product, group + "/x", "x", columns, WEST + pixel / 2, pixel);
        addAxis(product, group + "/y", "y", rows, NORTH - pixel / 2, -pixel);
        for (String band : S2Layout.nativeBands(ProcessingLevel.L1C, resolution)) {
            addBand(product, group + "/" + band, rows, columns, random);
        }
    }

    private static void addAxis(ZarrFolder product, String path, String name, int length, int first, int step) {
        ByteBuffer centres = ByteBuffer.allocate(length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            centres.putLong(first + (long) i * step);
        }
        product.document(path + "/.zarray", array("[%d]".formatted(length), "<i8", "null"))
                .document(path + "/.zattrs", "{'_ARRAY_DIMENSIONS': ['%s']}".formatted(name))
                .object(path + "/0", centres.array());
    }

    private static void addBand(ZarrFolder product, String path, int rows, int columns, Random random) {
        ByteBuffer pixels = ByteBuffer.allocate(rows * columns * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (pixels.hasRemaining()) {
            pixels.putShort((short) (random.nextDouble() < NODATA_SHARE ? 0 : 1 + random.nextInt(0xFFFF)));
        }
        product.document(path + "/.zarray", array("[%d, %d]".formatted(rows, columns), "<u2", "0"))
                .document(
                        path + "/.zattrs",
                        "{'_ARRAY_DIMENSIONS': ['y', 'x'], 'scale_factor': 0.0001, 'add_offset': -0.1, 'units':"
                                + " 'digital_counts'}")
                .object(path + "/0.0", pixels.array());
    }

    private static String array(String shape, String type, String fill) {
        return ("{'zarr_format': 2, 'shape': %s, 'chunks': %s, 'dtype': '%s', 'fill_value': %s, 'order': 'C',"
                        + " 'filters': null, 'compressor': null}")
                .formatted(shape, shape, type, fill);
    }
}
