package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.List;
import java.util.Optional;

/// Knows who paints which raster.
///
/// @param landscape what all of them show
/// @param detectors that saw it
record Painters(SampleRequest request, Landscape landscape, Detectors detectors) {

    private static final float VAPOUR_NOISE = 6;

    /// Whether an array is a raster, which has a painter.
    static boolean isRaster(String path, ArrayMetadata array) {
        return array.rank() >= 2 && resolution(path).isPresent();
    }

    private static Optional<Resolution> resolution(String path) {
        return Resolution.named(Hierarchy.name(Hierarchy.parent(path)));
    }

    /// A new painter for one thread.
    ///
    /// @param path of a raster
    Painter painter(String path) {
        Resolution resolution =
                resolution(path).orElseThrow(() -> new IllegalArgumentException("/%s is no raster".formatted(path)));
        String name = Hierarchy.name(path);
        return switch (name) {
            case "scl" -> middle(new SceneClassPainter(landscape), resolution);
            case "b00" -> middle(new CloudClassPainter(landscape), resolution);
            case "cld", "snw" -> new ProbabilityPainter(landscape, request.seed(), name, request.cpm());
            case "aot" -> atmosphere(path, landscape.aerosol(), resolution, 0);
            case "wvp" -> vapour(path, resolution);
            case "tci" ->
                new QuicklookPainter(List.of(
                        reflectance(Band.B04, resolution),
                        reflectance(Band.B03, resolution),
                        reflectance(Band.B02, resolution)));
            default -> band(path, Band.named(name), resolution);
        };
    }

    private Painter middle(Painter painter, Resolution resolution) {
        return resolution == Resolution.R20M
                ? painter
                : new MiddlePainter(painter, request.size() / resolution.factor());
    }

    /// That of 10 m is an enlarged one of 20 m.
    private Painter vapour(String path, Resolution resolution) {
        Field amount = landscape.waterVapour();
        return resolution == Resolution.R10M
                ? new DoublingPainter(atmosphere(path, amount, Resolution.R20M, 0), request.size())
                : atmosphere(path, amount, resolution, VAPOUR_NOISE);
    }

    private Painter atmosphere(String path, Field amount, Resolution resolution, float deviation) {
        return new AtmospherePainter(landscape.defects(), request.seed(), path, amount, resolution, deviation);
    }

    private ReflectancePainter reflectance(Band band, Resolution resolution) {
        return new ReflectancePainter(landscape, request.seed(), request.kind(), band, resolution);
    }

    private Painter band(String path, Band band, Resolution resolution) {
        if (path.startsWith("measurements/reflectance/")) {
            return reflectance(band, resolution);
        }
        return path.startsWith("quality/mask/")
                ? new QualityPainter(landscape.defects(), band, resolution)
                : new DetectorPainter(landscape.defects(), band, resolution, detectors);
    }
}
