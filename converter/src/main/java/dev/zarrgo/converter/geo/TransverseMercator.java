package dev.zarrgo.converter.geo;

/// The inverse of the transverse Mercator projection of UTM, by the series of Krüger to the sixth order.
///
/// Within a zone and its neighbours the error is below a micrometre.
///
/// Source: C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85
/// (2011), equations 7 to 15 and 36; <https://arxiv.org/abs/1002.1417>.
final class TransverseMercator {

    private static final double SEMI_MAJOR_AXIS = 6_378_137.0;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double SCALE = 0.9996;
    private static final double FALSE_EASTING = 500_000;

    private static final double E = Math.sqrt(FLATTENING * (2 - FLATTENING));
    private static final double N = FLATTENING / (2 - FLATTENING);
    private static final double RECTIFYING_RADIUS =
            SEMI_MAJOR_AXIS / (1 + N) * (1 + N * N / 4 + Math.pow(N, 4) / 64 + Math.pow(N, 6) / 256);

    private static final double[] BETA = {
        series(1 / 2.0, -2 / 3.0, 37 / 96.0, -1 / 360.0, -81 / 512.0, 96_199 / 604_800.0),
        series(0, 1 / 48.0, 1 / 15.0, -437 / 1_440.0, 46 / 105.0, -1_118_711 / 3_870_720.0),
        series(0, 0, 17 / 480.0, -37 / 840.0, -209 / 4_480.0, 5_569 / 90_720.0),
        series(0, 0, 0, 4_397 / 161_280.0, -11 / 504.0, -830_251 / 7_257_600.0),
        series(0, 0, 0, 0, 4_583 / 161_280.0, -108_847 / 3_991_680.0),
        series(0, 0, 0, 0, 0, 20_648_693 / 638_668_800.0),
    };

    private static final int MAX_ITERATIONS = 10;
    private static final double TOLERANCE = 1e-14;

    private TransverseMercator() {}

    /// A polynomial in the third flattening without constant term.
    private static double series(double... coefficients) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = (sum + coefficients[i]) * N;
        }
        return sum;
    }

    static Position inverse(Crs crs, double easting, double northing) {
        double xi = (northing - crs.falseNorthing()) / (SCALE * RECTIFYING_RADIUS);
        double eta = (easting - FALSE_EASTING) / (SCALE * RECTIFYING_RADIUS);
        double xi0 = xi;
        double eta0 = eta;
        for (int j = 1; j <= BETA.length; j++) {
            xi0 -= BETA[j - 1] * Math.sin(2 * j * xi) * Math.cosh(2 * j * eta);
            eta0 -= BETA[j - 1] * Math.cos(2 * j * xi) * Math.sinh(2 * j * eta);
        }
        double conformal = Math.sin(xi0) / Math.hypot(Math.sinh(eta0), Math.cos(xi0));
        double longitude = Math.toDegrees(Math.atan2(Math.sinh(eta0), Math.cos(xi0))) + crs.centralMeridian();
        return new Position(
                Math.IEEEremainder(longitude, 360), Math.toDegrees(Math.atan(geographicTangent(conformal))));
    }

    /// The tangent of the latitude from that of the conformal latitude, by Newton's method.
    private static double geographicTangent(double conformal) {
        double tau = conformal;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double sigma = Math.sinh(E * atanh(E * tau / Math.hypot(1, tau)));
            double guess = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
            double step = (conformal - guess)
                    / Math.hypot(1, guess)
                    * (1 + (1 - E * E) * tau * tau)
                    / ((1 - E * E) * Math.hypot(1, tau));
            tau += step;
            if (Math.abs(step) < TOLERANCE * Math.max(1, Math.abs(tau))) {
                break;
            }
        }
        return tau;
    }

    private static double atanh(double x) {
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }
}
