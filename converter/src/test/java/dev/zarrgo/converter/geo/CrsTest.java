package dev.zarrgo.converter.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reference systems against PROJ: a recorded table, and the installed one.
class CrsTest {

    private static final double DEGREES = 1e-9;

    private static List<Crs> all() {
        return Stream.concat(
                        Stream.of(4326),
                        IntStream.rangeClosed(1, 60).boxed().flatMap(zone -> Stream.of(32600 + zone, 32700 + zone)))
                .map(Crs::new)
                .toList();
    }

    // --- positions and boxes

    private static void assertLongitude(double actual, double expected, String line) {
        assertThat(Math.abs(actual)).as(line).isLessThanOrEqualTo(180);
        assertThat(Math.IEEEremainder(actual - expected, 360)).as(line).isCloseTo(0, within(DEGREES));
    }

    private static void check(String table) {
        int lines = 0;
        for (String line : table.lines().toList()) {
            String[] words = line.split(",", -1);
            double[] n =
                    Stream.of(words).skip(1).mapToDouble(Double::parseDouble).toArray();
            var crs = new Crs((int) n[0]);
            if (words[0].equals("point")) {
                Position position = crs.toLonLat(n[1], n[2]);
                assertLongitude(position.longitude(), n[3], line);
                assertThat(position.latitude()).as(line).isCloseTo(n[4], within(DEGREES));
            } else {
                BoundingBox box = new BoundingBox(n[1], n[2], n[3], n[4]).toLonLat(crs);
                assertLongitude(box.xmin(), n[5], line);
                assertLongitude(box.xmax(), n[7], line);
                assertThat(box.ymin()).as(line).isCloseTo(n[6], within(DEGREES));
                assertThat(box.ymax()).as(line).isCloseTo(n[8], within(DEGREES));
                assertThat(box.crossesAntimeridian()).as(line).isEqualTo(n[5] > n[7]);
            }
            lines++;
        }
        assertThat(lines).isGreaterThan(300);
    }

    /// Also rule R60: boxes by 21 points per edge, some across the antimeridian.
    @Test
    void recordedPositionsAndBoxesAreThoseOfProj() throws IOException {
        try (InputStream in = Objects.requireNonNull(CrsTest.class.getResourceAsStream("utm_table.csv"))) {
            check(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @EnabledIfOracle
    @Test
    void randomPositionsAndBoxesAreThoseOfProj() {
        check(Oracle.installed().run(CrsTest.class, "utm_table.py", new Random().nextInt(1 << 30), 800, 100));
    }

    @Test
    void centreOfAZoneIsItsMeridian() {
        for (Crs crs : all()) {
            if (crs.isGeographic()) {
                assertThat(crs.toLonLat(11, 45)).isEqualTo(new Position(11, 45));
            } else {
                Position position = crs.toLonLat(500_000, crs.falseNorthing());
                assertThat(position.longitude()).isCloseTo(crs.centralMeridian(), within(1e-13));
                assertThat(position.latitude()).isCloseTo(0, within(1e-13));
            }
        }
    }

    // --- codes

    /// Section 20: `32632`, `EPSG:32632` and any letter case; nonsense is nothing.
    @Test
    void codesAreReadInEveryForm() {
        for (String code : List.of("32632", "EPSG:32632", "epsg:32632", " Epsg:32632 ")) {
            assertThat(Crs.of(code)).contains(new Crs(32632));
        }
        assertThat(Crs.of("EPSG:4326")).contains(Crs.LON_LAT);
        for (String none : List.of(
                "nonsense",
                "",
                "EPSG:",
                "EPSG:326321",
                "-32632",
                "32632.0",
                "EPSG: 32632",
                "urn:ogc:def:crs:EPSG::32632",
                "3857",
                "EPSG:32600",
                "32661",
                "32700",
                "32761",
                "0",
                "999999",
                "99999999999")) {
            assertThat(Crs.of(none)).as(none).isEmpty();
        }
        for (int none : new int[] {0, -1, 3857, 32600, 32661, 32699, 32700, 32761, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> new Crs(none)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(all()).allSatisfy(crs -> assertThat(Crs.of(crs.code())).contains(crs));
    }

    @Test
    void namesAndParametersAreThoseOfTheZone() {
        assertThat(new Crs(32632).name()).isEqualTo("WGS 84 / UTM zone 32N");
        assertThat(new Crs(32760).name()).isEqualTo("WGS 84 / UTM zone 60S");
        assertThat(Crs.LON_LAT.name()).isEqualTo("WGS 84");
        assertThat(new Crs(32632).centralMeridian()).isEqualTo(9);
        assertThat(new Crs(32601).centralMeridian()).isEqualTo(-177);
        assertThat(new Crs(32632).falseNorthing()).isZero();
        assertThat(new Crs(32732).falseNorthing()).isEqualTo(10_000_000);
    }

    // --- texts

    /// The template of rule R24.
    @Test
    void wkt1IsTheTemplate() {
        assertThat(new Crs(32632).wkt1())
                .isEqualTo("PROJCS[\"WGS 84 / UTM zone 32N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\","
                        + "6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433,"
                        + "AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]],"
                        + "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],"
                        + "PARAMETER[\"central_meridian\",9],PARAMETER[\"scale_factor\",0.9996],"
                        + "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1],"
                        + "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"32632\"]]");
        assertThat(new Crs(32701).wkt1())
                .contains("\"central_meridian\",-177]", "\"false_northing\",10000000]", "\"EPSG\",\"32701\"");
    }

    @Test
    void textsDoNotDependOnTheLanguageOfTheMachine() {
        List<String> texts = all().stream().flatMap(CrsTest::texts).toList();
        Locale before = Locale.getDefault();
        try {
            for (String language : List.of("ar-EG", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                assertThat(all().stream().flatMap(CrsTest::texts).toList())
                        .as(language)
                        .isEqualTo(texts);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Stream<String> texts(Crs crs) {
        return Stream.of(crs.code(), crs.name(), crs.wkt1(), crs.wkt2());
    }

    @EnabledIfOracle
    @Test
    void projKnowsEveryTextAsItsCode(@TempDir Path folder) throws IOException {
        var lines = new ArrayList<String>();
        for (Crs crs : all()) {
            lines.add(crs.epsg() + "\t" + crs.wkt1());
            lines.add(crs.epsg() + "\t" + crs.wkt2());
        }
        Path file = Files.write(folder.resolve("texts"), lines);
        assertThat(Oracle.installed().run(CrsTest.class, "check_wkt.py", file).strip())
                .isEqualTo(lines.size() + " texts");
    }
}
