package dev.zarrgo.converter.picture;

import dev.zarrgo.converter.picture.Thumbnail.Swatch;
import dev.zarrgo.converter.picture.Values.Range;
import dev.zarrgo.converter.product.S2Layout;
import java.util.List;
import java.util.stream.IntStream;

/// Turns values into colours.
///
/// Source: rule P45; the scene classes have the colours of ESA's Sentinel-2 toolbox.
final class Colours {

    /// Reflectance that is drawn white.
    private static final double WHITE = 0.4;

    private static final double GAMMA = 2.2;
    private static final double LOW = 0.02;
    private static final double HIGH = 0.98;

    private static final int OPAQUE = 0xFF000000;

    /// By class; class 0 has no data.
    private static final int[] SCENE_CLASSES = {
        Picture.TRANSPARENT,
        0xFFFF0000,
        0xFF2F2F2F,
        0xFF643200,
        0xFF00A000,
        0xFFFFE65A,
        0xFF0000FF,
        0xFF808080,
        0xFFC0C0C0,
        0xFFFFFFFF,
        0xFF64C8FF,
        0xFFFF96FF
    };

    private Colours() {}

    /// What is black and what is white, where that depends on the values.
    static Range range(Rendering rendering, List<Values> values) {
        return scaled(rendering, values.getFirst()).range(LOW, HIGH);
    }

    /// @param values one for each of [Rendering#arrays()], of the same size
    /// @param range that [#range] has made of these or of others
    static Picture paint(Rendering rendering, List<Values> values, Range range) {
        Values first = values.getFirst();
        return switch (rendering) {
            case Rendering.TrueColour _ -> trueColour(first, values.get(1), values.get(2));
            case Rendering.SceneClasses _ -> sceneClasses(first);
            case Rendering.Decibels _, Rendering.Grey _ -> grey(scaled(rendering, first), range);
        };
    }

    private static Values scaled(Rendering rendering, Values values) {
        return rendering instanceof Rendering.Decibels ? values.map(Colours::decibels) : values;
    }

    /// What the colours mean; empty where they are light or a measure.
    static List<Swatch> legend(Rendering rendering) {
        return rendering instanceof Rendering.SceneClasses
                ? IntStream.range(1, SCENE_CLASSES.length)
                        .mapToObj(i -> new Swatch(SCENE_CLASSES[i], S2Layout.SCENE_CLASS_NAMES.get(i)))
                        .toList()
                : List.of();
    }

    private static Picture trueColour(Values red, Values green, Values blue) {
        int[] colours = new int[red.count()];
        for (int i = 0; i < colours.length; i++) {
            boolean valid = !Double.isNaN(red.at(i) + green.at(i) + blue.at(i));
            colours[i] = valid ? colour(light(red.at(i)), light(green.at(i)), light(blue.at(i))) : Picture.TRANSPARENT;
        }
        return new Picture(red.width(), red.height(), colours);
    }

    private static int light(double reflectance) {
        return channel(Math.pow(Math.clamp(reflectance / WHITE, 0.0, 1.0), 1 / GAMMA));
    }

    private static Picture sceneClasses(Values classes) {
        int[] colours = new int[classes.count()];
        for (int i = 0; i < colours.length; i++) {
            double number = classes.at(i);
            boolean known = number >= 0 && number < SCENE_CLASSES.length;
            colours[i] = known ? SCENE_CLASSES[(int) number] : Picture.TRANSPARENT;
        }
        return new Picture(classes.width(), classes.height(), colours);
    }

    private static double decibels(double amplitude) {
        return amplitude > 0 ? 20 * Math.log10(amplitude) : Double.NaN;
    }

    private static Picture grey(Values values, Range range) {
        int[] colours = new int[values.count()];
        for (int i = 0; i < colours.length; i++) {
            double value = values.at(i);
            int grey = channel(range.share(value));
            colours[i] = Double.isNaN(value) ? Picture.TRANSPARENT : colour(grey, grey, grey);
        }
        return new Picture(values.width(), values.height(), colours);
    }

    private static int channel(double share) {
        return (int) Math.round(255 * share);
    }

    private static int colour(int red, int green, int blue) {
        return OPAQUE | red << 16 | green << 8 | blue;
    }
}
