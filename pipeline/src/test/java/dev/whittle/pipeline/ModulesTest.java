package dev.whittle.pipeline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boundaries between the modules, which jars on one class path do not keep by themselves. */
class ModulesTest {
    private static final Set<String> EXACT = Set.of(
            "abs",
            "copySign",
            "addExact",
            "ceil",
            "floor",
            "floorDiv",
            "floorMod",
            "fma",
            "max",
            "min",
            "multiplyExact",
            "multiplyHigh",
            "nextDown",
            "rint",
            "round",
            "signum",
            "sqrt",
            "subtractExact",
            "toIntExact");

    private static final ArchRule FEATURES_KNOW_NO_HEADS = noClasses()
            .that()
            .resideInAPackage("dev.whittle.feature..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.whittle.classify..", "dev.whittle.pipeline..");

    private static final ArchRule HEADS_KNOW_NO_PIPELINE = noClasses()
            .that()
            .resideInAPackage("dev.whittle.classify..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.pipeline..");

    private static final ArchRule KERNELS_ARE_INTERNAL = noClasses()
            .that()
            .resideInAnyPackage("dev.whittle.pipeline..")
            .and()
            .haveNameNotMatching(".*\\.cli\\.CommonOptions")
            .should()
            .dependOnClassesThat(describe(
                    "are kernels",
                    type -> type.getPackageName().startsWith("dev.whittle.feature.kernel")
                            // What the machine section of a report names.
                            && !type.getName().equals("dev.whittle.feature.kernel.Kernels")));

    private static final ArchRule SMILE_STAYS_BEHIND_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.classify.smile..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("smile..");

    private static final ArchRule ONNX_RUNTIME_STAYS_BEHIND_ITS_ADAPTER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.classify.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    /** Its images are ours, its algorithms are not: their bits are not promised. */
    private static final ArchRule BOOFCV_STAYS_BEHIND_ITS_ADAPTER = noClasses()
            .that()
            .haveNameNotMatching(".*\\.local\\.BoofCv.*|.*\\.FeatureSpecs")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("boofcv.abst..", "boofcv.alg..", "boofcv.factory..");

    private static final ArchRule EXACT_ARITHMETIC = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.classify.smile..")
            .should()
            .accessTargetWhere(describe(
                    "a function not specified to the bit",
                    (JavaAccess<?> access) -> access.getTargetOwner().getName().equals("java.lang.Math")
                            && !EXACT.contains(access.getName())));

    private static final ArchRule RANDOMNESS_IS_NAMED = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.classify.smile..")
            .should()
            .dependOnClassesThat(describe(
                    "are generators other than Rng",
                    type -> Set.of(
                                    "java.util.Random",
                                    "java.util.SplittableRandom",
                                    "java.util.concurrent.ThreadLocalRandom")
                            .contains(type.getName())));

    private static final ArchRule ONE_EXIT = noClasses()
            .that()
            .haveNameNotMatching("dev\\.whittle\\.pipeline\\.cli\\.Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    private static final ArchRule NO_SHUTDOWN_HOOK_IN_THE_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.pipeline.cli")
            .should()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class);

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("tests.jar"))
            .importPackages("dev.whittle");

    record Case(String name, ArchRule rule, Class<?> fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("exact arithmetic", EXACT_ARITHMETIC, Inexact.class),
                new Case("named randomness", RANDOMNESS_IS_NAMED, Unnamed.class),
                new Case("one exit", ONE_EXIT, Exits.class),
                new Case("no shutdown hook", NO_SHUTDOWN_HOOK_IN_THE_LIBRARY, Hooks.class),
                new Case("Smile behind its adapter", SMILE_STAYS_BEHIND_ITS_ADAPTER, UsesSmile.class),
                new Case(
                        "ONNX Runtime behind its adapter",
                        ONNX_RUNTIME_STAYS_BEHIND_ITS_ADAPTER,
                        UsesOnnxRuntime.class),
                new Case("BoofCV behind its adapter", BOOFCV_STAYS_BEHIND_ITS_ADAPTER, UsesBoofCv.class));
    }

    static Stream<ArchRule> boundaries() {
        return Stream.of(FEATURES_KNOW_NO_HEADS, HEADS_KNOW_NO_PIPELINE, KERNELS_ARE_INTERNAL);
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void modulesKeepTheirBoundaries(ArchRule rule) {
        rule.check(ALL);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allModulesKeepTheRule(Case rule) {
        rule.rule().check(ALL);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPlantedFaultBreaksTheRule(Case rule) {
        JavaClasses fault = new ClassFileImporter().importClasses(rule.fault());
        assertThrows(AssertionError.class, () -> rule.rule().check(fault));
    }

    @Test
    void theRulesSeeAllModules() {
        for (String name : new String[] {
            "dev.whittle.feature.hog.Hog", "dev.whittle.classify.linear.Softmax", "dev.whittle.pipeline.cli.Main"
        }) {
            assertTrue(ALL.contain(name), name);
        }
    }

    static final class Inexact {
        double faulty(double x) {
            return Math.exp(x);
        }
    }

    static final class Unnamed {
        int faulty() {
            return new Random().nextInt();
        }
    }

    static final class Exits {
        void faulty() {
            System.exit(3);
        }
    }

    static final class Hooks {
        void faulty() {
            Runtime.getRuntime().addShutdownHook(new Thread());
        }
    }

    static final class UsesSmile {
        void faulty() {
            smile.math.MathEx.setSeed(1);
        }
    }

    static final class UsesOnnxRuntime {
        void faulty() {
            ai.onnxruntime.OrtEnvironment.getEnvironment();
        }
    }

    static final class UsesBoofCv {
        void faulty() {
            boofcv.factory.feature.detdesc.FactoryDetectDescribe.sift(null, boofcv.struct.image.GrayU8.class);
        }
    }
}
