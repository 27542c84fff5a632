package dev.zarrgo.converter.geo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A coordinate reference system on WGS 84: longitude and latitude, or a zone of UTM.
///
/// These are what Sentinel products use; the texts are those that PROJ writes, without usage and remarks.
///
/// Source: rules R21, R24; EPSG:4326, EPSG:32601 to 32660, EPSG:32701 to 32760.
///
/// @param epsg the EPSG code
public record Crs(int epsg) {

    private static final int WGS_84 = 4326;
    private static final int NORTH = 32600;
    private static final int SOUTH = 32700;
    private static final int ZONES = 60;

    private static final Pattern CODE = Pattern.compile("(?:EPSG:)?(\\d{1,6})", Pattern.CASE_INSENSITIVE);

    public static final Crs LON_LAT = new Crs(WGS_84);

    public Crs {
        if (!isSupported(epsg)) {
            throw new IllegalArgumentException("EPSG:%s is not supported".formatted(epsg));
        }
    }

    private static boolean isSupported(int epsg) {
        return epsg == WGS_84 || (epsg > NORTH && epsg <= NORTH + ZONES) || (epsg > SOUTH && epsg <= SOUTH + ZONES);
    }

    /// The system that a code names: `EPSG:32632`, `epsg:32632` or `32632`.
    ///
    /// @return empty if this is no code, or one of a system that is not supported
    public static Optional<Crs> of(String code) {
        Matcher matcher = CODE.matcher(code.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int epsg = Integer.parseInt(matcher.group(1));
        return isSupported(epsg) ? Optional.of(new Crs(epsg)) : Optional.empty();
    }

    /// `EPSG:32632`.
    public String code() {
        return "EPSG:" + epsg;
    }

    public boolean isGeographic() {
        return epsg == WGS_84;
    }

    private boolean isSouth() {
        return epsg > SOUTH;
    }

    private int zone() {
        return epsg % 100;
    }

    /// `UTM zone 32N`.
    private String zoneName() {
        return "UTM zone %s%s".formatted(zone(), isSouth() ? "S" : "N");
    }

    /// `WGS 84 / UTM zone 32N`, or `WGS 84`.
    public String name() {
        return isGeographic() ? "WGS 84" : "WGS 84 / " + zoneName();
    }

    /// Of a projected system, in degrees.
    public double centralMeridian() {
        return 6.0 * zone() - 183;
    }

    /// Of a projected system, in metres.
    public double falseNorthing() {
        return isSouth() ? 10_000_000 : 0;
    }

    /// Longitude and latitude in degrees of a position in this system.
    ///
    /// @param x easting in metres, or longitude in degrees
    /// @param y northing in metres, or latitude in degrees
    public Position toLonLat(double x, double y) {
        return isGeographic() ? new Position(x, y) : TransverseMercator.inverse(this, x, y);
    }

    /// WKT2:2019.
    public String wkt2() {
        return isGeographic() ? geographicWkt2() : projectedWkt2();
    }

    /// WKT1 in the dialect of GDAL.
    public String wkt1() {
        return isGeographic() ? GEOGRAPHIC_WKT1 : projectedWkt1();
    }

    private static final String GEOGRAPHIC_WKT1 = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,"
            + "298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
            + "AUTHORITY[\"EPSG\",\"4326\"]]";

    private String projectedWkt1() {
        return ("PROJCS[\"%s\",%s,PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],"
                        + "PARAMETER[\"central_meridian\",%s],PARAMETER[\"scale_factor\",0.9996],"
                        + "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",%s],UNIT[\"metre\",1],"
                        + "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"%s\"]]")
                .formatted(name(), GEOGRAPHIC_WKT1, whole(centralMeridian()), whole(falseNorthing()), epsg);
    }

    private static final String DEGREE = "ANGLEUNIT[\"degree\",0.0174532925199433]";
    private static final String METRE = "LENGTHUNIT[\"metre\",1]";

    private static final String ENSEMBLE = "ENSEMBLE[\"World Geodetic System 1984 ensemble\","
            + "MEMBER[\"World Geodetic System 1984 (Transit)\"],"
            + "MEMBER[\"World Geodetic System 1984 (G730)\"],MEMBER[\"World Geodetic System 1984 (G873)\"],"
            + "MEMBER[\"World Geodetic System 1984 (G1150)\"],MEMBER[\"World Geodetic System 1984 (G1674)\"],"
            + "MEMBER[\"World Geodetic System 1984 (G1762)\"],MEMBER[\"World Geodetic System 1984 (G2139)\"],"
            + "MEMBER[\"World Geodetic System 1984 (G2296)\"],ELLIPSOID[\"WGS 84\",6378137,298.257223563," + METRE
            + "],"
            + "ENSEMBLEACCURACY[2.0]],PRIMEM[\"Greenwich\",0," + DEGREE + "]";

    private static String geographicWkt2() {
        return "GEOGCRS[\"WGS 84\"," + ENSEMBLE + ",CS[ellipsoidal,2],"
                + "AXIS[\"geodetic latitude (Lat)\",north,ORDER[1]," + DEGREE + "],"
                + "AXIS[\"geodetic longitude (Lon)\",east,ORDER[2]," + DEGREE + "],ID[\"EPSG\",4326]]";
    }

    private String projectedWkt2() {
        return "PROJCRS[\"" + name() + "\",BASEGEOGCRS[\"WGS 84\"," + ENSEMBLE + ",ID[\"EPSG\",4326]],"
                + "CONVERSION[\"" + zoneName() + "\",METHOD[\"Transverse Mercator\",ID[\"EPSG\",9807]],"
                + parameter("Latitude of natural origin", "0", DEGREE, 8801)
                + parameter("Longitude of natural origin", whole(centralMeridian()), DEGREE, 8802)
                + parameter("Scale factor at natural origin", "0.9996", "SCALEUNIT[\"unity\",1]", 8805)
                + parameter("False easting", "500000", METRE, 8806)
                + parameter("False northing", whole(falseNorthing()), METRE, 8807)
                        .replaceFirst(",$", "]")
                + ",CS[Cartesian,2],AXIS[\"(E)\",east,ORDER[1]," + METRE + "],AXIS[\"(N)\",north,ORDER[2]," + METRE
                + "],ID[\"EPSG\"," + epsg + "]]";
    }

    private static String parameter(String name, String value, String unit, int id) {
        return "PARAMETER[\"%s\",%s,%s,ID[\"EPSG\",%s]],".formatted(name, value, unit, id);
    }

    private static String whole(double value) {
        return Long.toString(Math.round(value));
    }
}
