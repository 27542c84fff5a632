package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Table;

/// A value that was an array of no axes, as JSON (rules R3, R5).
public final class Scalars {

    private Scalars() {}

    /// Puts the only element of `table` as `value`.
    public static void put(ObjectNode scalar, Table table) {
        switch (table.type().kind()) {
            case BOOL -> scalar.put("value", table.longAt(0) != 0);
            case INT, UINT -> scalar.put("value", table.longAt(0));
            case FLOAT -> {
                double number = table.doubleAt(0);
                if (Double.isFinite(number)) {
                    scalar.put("value", number);
                } else {
                    scalar.put("value", Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                }
            }
            case UTF32, ASCII -> scalar.put("value", table.textAt(0));
            case COMPLEX -> scalar.putNull("value");
        }
    }
}
