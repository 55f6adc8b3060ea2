package dev.whittle.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.whittle.feature.Structure;
import dev.whittle.feature.planted.Faults;
import dev.whittle.feature.planted.ManyParameters;
import dev.whittle.feature.planted.NamesItsReader;
import dev.whittle.feature.planted.ReadsBack;
import dev.whittle.feature.planted.kernel.LooksUp;
import dev.whittle.pipeline.docs.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the code readable: no circles, no import upward, short files, short lines, few parameters. */
class StructureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("tests.jar"))
            .importPackages("dev.whittle");

    private static final ArchRule FEATURE = Structure.noImportUpward(
            "dev.whittle.feature",
            "file",
            "kernel",
            "table",
            "",
            "image",
            "data",
            "cluster",
            "hog",
            "color,local,segment,transform",
            "encode",
            "registry");

    private static final ArchRule CLASSIFY = Structure.noImportUpward(
            "dev.whittle.classify",
            "",
            "loss",
            "optim",
            "linear,nn,ridge",
            "learned,smile",
            "evaluate,inference",
            "model",
            "onnx");

    private static final ArchRule PIPELINE = Structure.noImportUpward(
            "dev.whittle.pipeline", "data", "experiment", "method", "report", "verify", "explore", "", "cli");

    private static void check(ArchRule rule, JavaClasses classes) {
        EvaluationResult result = rule.evaluate(classes);
        assertEquals(List.of(), result.getFailureReport().getDetails());
    }

    @Test
    void noCirclesOfPackages() {
        Structure.PACKAGES_WITHOUT_CYCLES.check(ALL);
        JavaClasses circle = new ClassFileImporter().importClasses(Faults.class, LooksUp.class);
        assertThrows(AssertionError.class, () -> Structure.PACKAGES_WITHOUT_CYCLES.check(circle));
    }

    @Test
    void noCirclesOfFiles() {
        Structure.FILES_WITHOUT_CYCLES.check(ALL);
    }

    @Test
    void aCircleOfFilesIsSeen() {
        ClassFileImporter importer = new ClassFileImporter();
        JavaClasses own = importer.importClasses(NamesItsReader.class, NamesItsReader.Own.class);
        Structure.FILES_WITHOUT_CYCLES.check(own);
        JavaClasses circle = importer.importClasses(
                NamesItsReader.class, NamesItsReader.Own.class, ReadsBack.class, ReadsBack.Nested.class);
        AssertionError seen = assertThrows(AssertionError.class, () -> Structure.FILES_WITHOUT_CYCLES.check(circle));
        assertTrue(seen.getMessage().contains("ReadsBack$Nested.back"), seen.getMessage());
    }

    @Test
    void noPackageImportsUpward() {
        check(FEATURE, ALL);
        check(CLASSIFY, ALL);
        check(PIPELINE, ALL);
        JavaClasses planted = new ClassFileImporter().importClasses(Faults.class, LooksUp.class);
        check(Structure.noImportUpward("dev.whittle.feature.planted", "kernel", ""), onlyOf(Faults.class));
        for (String[] order : new String[][] {{"kernel", ""}, {"", "kernel"}, {"", "other"}}) {
            ArchRule rule = Structure.noImportUpward("dev.whittle.feature.planted", order);
            assertTrue(rule.evaluate(planted).hasViolation(), String.join(" < ", order));
        }
    }

    private static JavaClasses onlyOf(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    @Test
    void fewParameters() {
        check(Structure.FEW_PARAMETERS, ALL);
        List<String> seen = Structure.FEW_PARAMETERS
                .evaluate(onlyOf(ManyParameters.class))
                .getFailureReport()
                .getDetails();
        assertEquals(1, seen.size(), seen.toString());
        assertTrue(seen.get(0).contains("nine"), seen.toString());
    }

    /** Calls that write numbers as the locale of the machine does. */
    private static ArchRule noLocale(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class);
    }

    private static final class ByTheLocale {
        String format(double x) {
            return String.format("%.1f", x);
        }

        String formatted(double x) {
            return "%.1f".formatted(x);
        }

        String same(double x) {
            return String.format(Locale.ROOT, "%.1f", x);
        }
    }

    /** A page has the same bytes in every country. */
    @Test
    void pagesDoNotDependOnTheLocale() {
        check(
                noLocale(
                        "dev.whittle.pipeline.report..",
                        "dev.whittle.pipeline.method..",
                        "dev.whittle.pipeline.verify.."),
                ALL);
        List<String> seen = noLocale("dev.whittle.pipeline")
                .evaluate(onlyOf(ByTheLocale.class))
                .getFailureReport()
                .getDetails();
        assertEquals(2, seen.size(), seen.toString());
        assertTrue(seen.toString().contains("format(double)"), seen.toString());
        assertTrue(seen.toString().contains("formatted(double)"), seen.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"feature-core", "classifier", "pipeline", "benchmarks", "spark"})
    void shortFilesOfShortLines(String module) throws IOException {
        Path main = Guide.root().resolve(module).resolve("src/main");
        assertEquals(List.of(), Structure.longFiles(main));
        assertEquals(List.of(), Structure.wideLines(main));
    }

    @Test
    void aLineTooManyOrTooWideIsSeen(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("Long.java");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            lines.add("ä".repeat(120));
        }
        Files.write(file, lines);
        assertEquals(List.of(), Structure.longFiles(folder));
        assertEquals(List.of(), Structure.wideLines(folder));
        lines.set(7, " ".repeat(121));
        lines.add("");
        Files.write(file, lines);
        assertEquals(List.of(file + " has 401 lines, expected at most 400"), Structure.longFiles(folder));
        assertEquals(List.of(file + ":8 has 121 columns, expected at most 120"), Structure.wideLines(folder));
    }

    /** Of merges that were not finished. */
    @Test
    void textsHoldNoMarksOfConflicts(@TempDir Path folder) throws IOException {
        assertEquals(List.of(), Structure.conflicts(Guide.root()));
        Path file = Files.writeString(folder.resolve("README.md"), "a\n" + "<".repeat(7) + " HEAD\nb\n");
        assertEquals(List.of(file + ":2 is a mark of a conflict"), Structure.conflicts(folder));
    }
}
