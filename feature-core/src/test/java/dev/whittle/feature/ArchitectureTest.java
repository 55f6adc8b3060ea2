package dev.whittle.feature;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.whittle.feature.planted.Faults;
import dev.whittle.feature.planted.ManyParameters;
import dev.whittle.feature.planted.kernel.LooksUp;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The boundaries of the module's packages, and the part of the bits contract that can be seen in class files. */
class ArchitectureTest {
    /** The methods of {@code Math} whose results Java specifies to the bit. */
    private static final Set<String> EXACT_MATH = Set.of(
            "abs",
            "absExact",
            "addExact",
            "ceil",
            "ceilDiv",
            "clamp",
            "copySign",
            "floor",
            "floorDiv",
            "floorMod",
            "fma",
            "getExponent",
            "max",
            "min",
            "multiplyExact",
            "multiplyHigh",
            "negateExact",
            "nextDown",
            "nextUp",
            "rint",
            "round",
            "scalb",
            "signum",
            "sqrt",
            "subtractExact",
            "toIntExact",
            "ulp");

    private static final Pattern INEXACT_LANES =
            Pattern.compile("SIN|COS|TAN|ASIN|ACOS|ATAN|ATAN2|SINH|COSH|TANH|EXP|EXPM1|LOG|LOG10|LOG1P|POW|CBRT|HYPOT");

    private static final Set<String> RANDOM = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.util.random.RandomGenerator",
            "java.util.UUID");

    private static final ArchRule KERNELS_KNOW_NO_FEATURE = noClasses()
            .that()
            .resideInAPackage("..kernel..")
            .should()
            .dependOnClassesThat(describe(
                    "are ours and outside the kernels",
                    type -> type.getPackageName().startsWith("dev.whittle")
                            && !resideInAPackage("..kernel..").test(type)));

    private static final ArchRule VECTORS_ONLY_IN_KERNELS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.whittle.feature.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    private static final ArchRule LINEAR_KERNELS_FOR = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.whittle.feature",
                    "dev.whittle.feature.kernel..",
                    "dev.whittle.feature.cluster",
                    "dev.whittle.feature.encode",
                    "dev.whittle.feature.transform")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.feature.kernel.linear");

    private static final ArchRule PIXEL_KERNELS_FOR = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.whittle.feature.kernel..", "dev.whittle.feature.image", "dev.whittle.feature.color")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.whittle.feature.kernel.pixel");

    private static final ArchRule EXACT_ARITHMETIC = noClasses()
            .should()
            .accessTargetWhere(describe("an operation not specified to the bit", access -> inexact(access)));

    private static final ArchRule RANDOMNESS_IS_NAMED = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "a generator other than Rng",
                    access -> RANDOM.contains(access.getTargetOwner().getName())
                            || isCall(access, "java.lang.Math", "random")
                            || isCall(access, "java.lang.StrictMath", "random")
                            || isCall(access, "java.util.Collections", "shuffle")));

    /**
     * {@code KnownFiles} only decides whether a file is read again, by whether it is older than a tick of the clock.
     */
    private static final ArchRule NO_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.whittle.feature.data.KnownFiles")
            .should()
            .accessTargetWhere(describe(
                    "the time",
                    access -> isCall(access, "java.lang.System", "currentTimeMillis")
                            || isCall(access, "java.lang.System", "nanoTime")
                            || (access.getTargetOwner().getPackageName().equals("java.time")
                                    && access.getName().equals("now"))
                            || access.getTargetOwner().getName().equals("java.util.Date")));

    private static final ArchRule NO_EXCEPTIONS_OF_OUR_OWN =
            noClasses().should().beAssignableTo(Throwable.class);

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.whittle.feature");

    private static boolean isCall(JavaAccess<?> access, String owner, String method) {
        return access.getTargetOwner().getName().equals(owner)
                && access.getName().equals(method);
    }

    private static boolean inexact(JavaAccess<?> access) {
        String name = access.getName();
        return switch (access.getTargetOwner().getName()) {
            case "java.lang.Math" ->
                !EXACT_MATH.contains(name) && !name.equals("random") && !name.equals("PI") && !name.equals("E");
            case "jdk.incubator.vector.VectorOperators" ->
                INEXACT_LANES.matcher(name).matches();
            default -> false;
        };
    }

    /** A rule, and a class that breaks it. */
    record Case(String name, ArchRule rule, Class<?>... fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("no cycles", Structure.PACKAGES_WITHOUT_CYCLES, Faults.class, LooksUp.class),
                new Case("few parameters", Structure.FEW_PARAMETERS, ManyParameters.class),
                new Case("kernels know no feature", KERNELS_KNOW_NO_FEATURE, LooksUp.class),
                new Case("vectors only in kernels", VECTORS_ONLY_IN_KERNELS, Faults.Vectors.class),
                new Case("linear kernels for tables", LINEAR_KERNELS_FOR, Faults.Multiplies.class),
                new Case("pixel kernels for images", PIXEL_KERNELS_FOR, Faults.CountsPixels.class),
                new Case("exact arithmetic: Math", EXACT_ARITHMETIC, Faults.Exponential.class),
                new Case("exact arithmetic: method reference", EXACT_ARITHMETIC, Faults.Reference.class),
                new Case("exact arithmetic: lanes", EXACT_ARITHMETIC, Faults.VectorExponential.class),
                new Case("named randomness: Random", RANDOMNESS_IS_NAMED, Faults.Randomness.class),
                new Case("named randomness: ThreadLocalRandom", RANDOMNESS_IS_NAMED, Faults.ThreadRandomness.class),
                new Case("named randomness: Math.random", RANDOMNESS_IS_NAMED, Faults.MathRandomness.class),
                new Case("no clock: System", NO_CLOCK, Faults.Clock.class),
                new Case("no clock: java.time", NO_CLOCK, Faults.Now.class),
                new Case("no exceptions of our own", NO_EXCEPTIONS_OF_OUR_OWN, Faults.OwnException.class));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void moduleKeepsTheRule(Case rule) {
        rule.rule().check(MODULE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plantedFaultBreaksTheRule(Case rule) {
        JavaClasses fault = new ClassFileImporter().importClasses(rule.fault());
        assertThrows(AssertionError.class, () -> rule.rule().check(fault));
    }

    @Test
    void exactOperationsAreAllowed() {
        EXACT_ARITHMETIC.check(new ClassFileImporter().importClasses(Faults.Exact.class));
    }

    @Test
    void theRulesSeeTheWholeModule() {
        assertTrue(MODULE.size() > 20, "only " + MODULE.size() + " classes");
        assertTrue(MODULE.contain("dev.whittle.feature.kernel.Kernels"));
        assertTrue(MODULE.contain("dev.whittle.feature.kernel.linear.LinearKernels"));
        assertTrue(MODULE.contain("dev.whittle.feature.kernel.pixel.PixelKernels"));
        assertTrue(MODULE.contain("dev.whittle.feature.image.ImageFile"));
        assertEquals(
                0,
                MODULE.stream()
                        .filter(type -> type.getName().contains("planted"))
                        .count());
    }
}
