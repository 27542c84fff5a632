package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.product.S2Layout;

/// What the numbers of the scene classification mean (rule R56).
final class SceneClasses {

    private SceneClasses() {}

    static void describe(ObjectNode attributes) {
        ArrayNode values = attributes.putArray("flag_values");
        for (int value = 0; value < S2Layout.SCENE_CLASS_NAMES.size(); value++) {
            values.add(value);
        }
        attributes.put("flag_meanings", String.join(" ", S2Layout.SCENE_CLASS_NAMES));
    }
}
