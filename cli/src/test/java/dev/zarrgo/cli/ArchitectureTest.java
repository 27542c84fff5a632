package dev.zarrgo.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Keeps the picture in `docs/architecture.md` true: modules and packages depend in one direction.
class ArchitectureTest {

    private static final String ROOT = "dev.zarrgo";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /// Which packages of `converter` each of them may use. One that is missing here may use nothing.
    private static final Map<String, Set<String>> CONVERTER = Map.ofEntries(
            Map.entry("failure", Set.of()),
            Map.entry("task", Set.of("failure")),
            Map.entry("geo", Set.of()),
            Map.entry("store", Set.of("failure", "task")),
            Map.entry("codec", Set.of("failure")),
            Map.entry("zarr", Set.of("failure", "store", "codec")),
            Map.entry("raster", Set.of("geo")),
            Map.entry("geozarr", Set.of("failure", "task", "store", "codec", "zarr", "geo", "raster")),
            Map.entry("product", Set.of("failure", "codec", "zarr", "geo", "raster")),
            Map.entry("picture", Set.of("failure", "store", "codec", "zarr", "product")),
            Map.entry("stage", Set.of("failure", "task", "store")));

    @Test
    void modulesDependToTheLeftOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .optionalLayer("converter")
                .definedBy(ROOT + ".converter..")
                .optionalLayer("registrar")
                .definedBy(ROOT + ".registrar..")
                .optionalLayer("controller")
                .definedBy(ROOT + ".controller..")
                .optionalLayer("webhook")
                .definedBy(ROOT + ".webhook..")
                .optionalLayer("cli")
                .definedBy(ROOT + ".cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("webhook")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("controller")
                .mayOnlyBeAccessedByLayers("webhook", "cli")
                .whereLayer("registrar")
                .mayOnlyBeAccessedByLayers("controller", "webhook", "cli")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesOfTheConverterUseOnlyWhatThePictureSays() {
        CONVERTER.forEach((name, allowed) -> {
            var others = new TreeSet<>(CONVERTER.keySet());
            others.add("sample");
            others.add("convert");
            others.add("report");
            others.add("check");
            others.removeAll(allowed);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".converter." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.stream()
                            .map(other -> ROOT + ".converter." + other + "..")
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    /// Which packages of `registrar` each of them may use.
    private static final Map<String, Set<String>> REGISTRAR = Map.of(
            "stac", Set.of(),
            "http", Set.of(),
            "source", Set.of("stac", "http"),
            "item", Set.of("stac"),
            "titiler", Set.of("stac", "http"),
            "catalog", Set.of("stac", "http"),
            "retention", Set.of("stac", "catalog"),
            "register", Set.of("stac", "http", "source", "item", "titiler", "catalog"));

    @Test
    void packagesOfTheRegistrarUseOnlyWhatThePictureSays() {
        REGISTRAR.forEach((name, allowed) -> {
            var others = new TreeSet<>(REGISTRAR.keySet());
            others.removeAll(allowed);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".registrar." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.stream()
                            .map(other -> ROOT + ".registrar." + other + "..")
                            .toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    /// Which packages of `controller` each of them may use.
    private static final Map<String, Set<String>> CONTROLLER = Map.of(
            "job", Set.of(),
            "ledger", Set.of("job"),
            "workflow", Set.of("job"),
            "engine", Set.of("job", "workflow"),
            "notify", Set.of("job"),
            "ingest", Set.of("job", "ledger", "workflow"),
            "reconcile", Set.of("job", "ledger", "workflow", "engine", "notify", "ingest"));

    @Test
    void packagesOfTheControllerUseOnlyWhatThePictureSays() {
        CONTROLLER.forEach((name, allowed) -> {
            var others = new TreeSet<>(CONTROLLER.keySet());
            others.removeAll(allowed);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".controller." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.stream()
                            .map(other -> ROOT + ".controller." + other + "..")
                            .toArray(String[]::new))
                    .check(CLASSES);
        });
    }

    /// Which packages of `webhook` each of them may use; `config` puts them together.
    private static final Map<String, Set<String>> WEBHOOK = Map.of(
            "security", Set.of(),
            "telemetry", Set.of(),
            "api", Set.of("security", "telemetry"),
            "view", Set.of("security", "telemetry", "api"),
            "config", Set.of("security", "telemetry", "api", "view"));

    @Test
    void packagesOfTheWebhookUseOnlyWhatThePictureSays() {
        WEBHOOK.forEach((name, allowed) -> {
            var others = new TreeSet<>(WEBHOOK.keySet());
            others.removeAll(allowed);
            others.remove(name);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".webhook." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others.stream()
                            .map(other -> ROOT + ".webhook." + other + "..")
                            .toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void databasesAreAskedInTwoPlacesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".registrar.catalog..", ROOT + ".controller.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void eachLibraryHasOneHome() {
        Map<String, String> homes = Map.of(
                "software.amazon.awssdk..", ROOT + ".converter.store..",
                "picocli..", ROOT + ".cli..",
                "com.github.luben..", ROOT + ".converter.codec..",
                "io.airlift.compress..", ROOT + ".converter.codec..",
                "com.zaxxer.hikari..", ROOT + ".controller.ledger..",
                "org.flywaydb..", ROOT + ".controller.ledger..",
                "com.networknt..", ROOT + ".registrar.stac..",
                "io.micronaut..", ROOT + ".webhook..",
                "io.fabric8..", ROOT + ".controller.engine.argo..",
                "org.postgresql..", ROOT + ".registrar.catalog..");
        homes.forEach((library, home) -> noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        var packages = new TreeSet<String>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));
        var described = new TreeSet<String>();
        CLASSES.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .forEach(type -> described.add(type.getPackageName()));
        assertThat(described).containsAll(packages);
    }
}
