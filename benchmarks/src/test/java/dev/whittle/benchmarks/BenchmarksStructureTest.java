package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.whittle.feature.Structure;
import org.junit.jupiter.api.Test;

/** The benchmarks keep the rules of structure, without what JMH generates of them. */
class BenchmarksStructureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("dev.whittle.benchmarks");

    @Test
    void noCirclesOfFiles() {
        assertTrue(ALL.contain(Bench.class), "the classes are found");
        Structure.FILES_WITHOUT_CYCLES.check(ALL);
    }

    @Test
    void fewParameters() {
        Structure.FEW_PARAMETERS.check(ALL);
    }
}
