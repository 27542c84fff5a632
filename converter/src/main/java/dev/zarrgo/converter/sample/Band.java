package dev.zarrgo.converter.sample;

import java.util.Locale;

/// The bands of the Multispectral Instrument, by wavelength.
enum Band {
    B01(0),
    B02(1),
    B03(2),
    B04(3),
    B05(4),
    B06(5),
    B07(6),
    B08(7),
    B8A(8),
    B09(9),
    B10(10),
    B11(11),
    B12(12);

    private final int number;

    Band(int number) {
        this.number = number;
    }

    /// Position in the order of wavelengths, from 0.
    int number() {
        return number;
    }

    /// The band with the name of its array, for example `b8a`.
    static Band named(String arrayName) {
        return valueOf(arrayName.toUpperCase(Locale.ROOT));
    }

    /// `b8a`.
    String arrayName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
