package dev.zarrgo.converter.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Pixel edges from pixel centres and back, coarser grids, and boxes (rules R17, R18, R20, R49, R60).
class GridTest {

    private static double[] axis(double first, double step, int count) {
        double[] axis = new double[count];
        for (int i = 0; i < count; i++) {
            axis[i] = first + i * step;
        }
        return axis;
    }

    /// The vector of section 20.
    @Example
    void edgesAreHalfAPixelOutsideTheCentres() {
        Grid grid = Grid.ofCentres(axis(600_005, 10, 10_980), axis(5_000_035, -10, 10_980), 10);
        assertThat(grid.transform().coefficients()).isEqualTo(List.of(10.0, 0.0, 600_000.0, 0.0, -10.0, 5_000_040.0));
        assertThat(grid.bbox().edges()).isEqualTo(List.of(600_000.0, 4_890_240.0, 709_800.0, 5_000_040.0));
        assertThat(grid.height()).isEqualTo(10_980);
        assertThat(grid.width()).isEqualTo(10_980);
    }

    @Example
    void coarserGridsShareTheCornerAndDropTheRest() {
        Grid finest = Grid.ofCentres(axis(600_005, 10, 10_980), axis(5_000_035, -10, 10_980), 10);
        Grid r120m = finest.reduced(2).reduced(3).reduced(2);
        assertThat(r120m.transform().coefficients())
                .isEqualTo(List.of(120.0, 0.0, 600_000.0, 0.0, -120.0, 5_000_040.0));
        assertThat(r120m.width()).isEqualTo(915);
        assertThat(r120m.x()[0]).isEqualTo(600_060);
        assertThat(r120m.y()[0]).isEqualTo(4_999_980);
        Grid r360m = r120m.reduced(3);
        assertThat(r360m.width()).isEqualTo(305);
        Grid r720m = r360m.reduced(2);
        assertThat(r720m.width()).as("305 is odd").isEqualTo(152);
        assertThat(r720m.bbox().edges()).isEqualTo(List.of(600_000.0, 4_890_600.0, 709_440.0, 5_000_040.0));
        assertThat(new Grid(Affine.northUp(0, 0, 1, 1), 5, 5).reduced(2)).satisfies(grid -> {
            assertThat(grid.height()).isEqualTo(2);
            assertThat(grid.width()).isEqualTo(2);
        });
        assertThatThrownBy(() -> new Grid(Affine.northUp(0, 0, 1, 1), 5, 1).reduced(2))
                .as("rule R48: a level of no size")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void centresOfAGridMakeTheGrid(@ForAll long seed) {
        var random = new Random(seed);
        double pixel = List.of(10.0, 20.0, 60.0, 120.0, 0.25, 1.0).get(random.nextInt(6));
        var grid = new Grid(
                Affine.northUp(random.nextInt(1_000_000), random.nextInt(10_000_000), pixel, pixel),
                1 + random.nextInt(2000),
                1 + random.nextInt(2000));
        assertThat(Grid.ofCentres(grid.x(), grid.y(), pixel)).isEqualTo(grid);
        for (int factor = 1; factor <= Math.min(grid.height(), grid.width()) && factor < 8; factor++) {
            Grid coarser = grid.reduced(factor);
            double[] fine = grid.x();
            double mean = 0;
            for (int i = 0; i < factor; i++) {
                mean += fine[i] / factor;
            }
            assertThat(coarser.x()[0]).as("rule R23: the mean of the block").isCloseTo(mean, within(1e-6));
            assertThat(coarser.bbox().xmin()).isEqualTo(grid.bbox().xmin());
            assertThat(coarser.bbox().ymax()).isEqualTo(grid.bbox().ymax());
            assertThat(coarser.bbox().xmax()).isLessThanOrEqualTo(grid.bbox().xmax());
            assertThat(grid.bbox().xmax() - coarser.bbox().xmax()).isLessThan(factor * pixel);
        }
    }

    @Example
    void axisOfOnePixelTakesItsSizeFromTheCaller() {
        Grid grid = Grid.ofCentres(new double[] {600_060}, new double[] {4_999_980}, 120);
        assertThat(grid.transform()).isEqualTo(Affine.northUp(600_000, 5_000_040, 120, 120));
        assertThat(Grid.ofCentres(new double[] {0.5, 1.5, 2.5}, new double[] {9}, 4)
                        .bbox()
                        .edges())
                .isEqualTo(List.of(0.0, 7.0, 3.0, 11.0));
        for (double size : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> Grid.ofCentres(new double[] {1}, new double[] {1}, size))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Example
    void axesThatAreNoGridAreRefused() {
        double[] y = {3, 2, 1};
        for (double[] x : new double[][] {
            {},
            {1, 2, 4},
            {1, 2, 2},
            {1, 1, 1},
            {3, 2, 1},
            {1, 2, Double.NaN},
            {Double.NaN},
            {1, Double.NaN, 3},
            {0, 10, 20.02},
            {1, Double.POSITIVE_INFINITY}
        }) {
            assertThatThrownBy(() -> Grid.ofCentres(x, y, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Grid.ofCentres(new double[] {1, 2}, new double[] {1, 2}, 1))
                .as("south up")
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Grid.ofCentres(new double[] {0, 10, 20.005}, y, 1).width())
                .as("rounded coordinates")
                .isEqualTo(3);
        for (int size : new int[] {0, -1}) {
            assertThatThrownBy(() -> new Grid(Affine.northUp(0, 0, 1, 1), 1, size))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Grid(Affine.northUp(0, 0, 1, 1), size, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// CPM 3 stores coordinates as float32, in which whole metres are exact.
    @Example
    void coordinatesOfSinglePrecisionMakeTheSameGrid() {
        double[] x = axis(600_005, 10, 10_980);
        double[] y = axis(9_999_995, -10, 10_980);
        double[] singleX = new double[x.length];
        double[] singleY = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            singleX[i] = (float) x[i];
            singleY[i] = (float) y[i];
        }
        assertThat(Grid.ofCentres(singleX, singleY, 10)).isEqualTo(Grid.ofCentres(x, y, 10));
    }

    /// Rule R18: an all-zero transform is an error.
    @Example
    void transformThatMapsToALineIsRefused() {
        for (double[] c : new double[][] {{0, 0, 0, 0, 0, 0}, {0, 0, 5, 0, -10, 5}, {1, 1, 0, 1, 1, 0}}) {
            assertThatThrownBy(() -> new Affine(c[0], c[1], c[2], c[3], c[4], c[5]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Affine(10, 1, 5, 2, -10, 7).scaled(3)).isEqualTo(new Affine(30, 3, 5, 6, -30, 7));
    }

    // --- boxes

    @Example
    void unionIsTheBoxAroundBoth() {
        var first = new BoundingBox(0, 0, 1, 1);
        var second = new BoundingBox(2, 2, 3, 3);
        assertThat(first.union(second).edges()).isEqualTo(List.of(0.0, 0.0, 3.0, 3.0));
        assertThat(second.union(first)).isEqualTo(first.union(second));
        assertThat(first.union(first)).isEqualTo(first);
        var crossing = new BoundingBox(179, -10, -179, 10);
        assertThat(crossing.crossesAntimeridian()).isTrue();
        assertThat(first.union(crossing).edges()).isEqualTo(List.of(-180.0, -10.0, 180.0, 10.0));
        assertThat(crossing.union(first)).isEqualTo(first.union(crossing));
    }

    @Example
    void boxInDegreesStaysAsItIs() {
        var box = new BoundingBox(15, 39, 18, 41);
        assertThat(box.toLonLat(Crs.LON_LAT)).isEqualTo(box);
    }

    @Example
    void whatIsNoBoxIsRefused() {
        for (double[] b : new double[][] {{0, 1, 1, 0}, {Double.NaN, 0, 1, 1}, {0, 0, Double.POSITIVE_INFINITY, 1}}) {
            assertThatThrownBy(() -> new BoundingBox(b[0], b[1], b[2], b[3]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
