package dev.whittle.spark;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.whittle.feature.Structure;
import org.junit.jupiter.api.Test;

/** The rules of structure that other modules keep, too; faults are planted in the tests of the pipeline. */
class SparkStructureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.whittle.spark");

    @Test
    void noCirclesOfFiles() {
        Structure.FILES_WITHOUT_CYCLES.check(ALL);
    }

    @Test
    void fewParameters() {
        Structure.FEW_PARAMETERS.check(ALL);
    }
}
