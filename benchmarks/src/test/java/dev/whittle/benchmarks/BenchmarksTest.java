package dev.whittle.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Bits;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Matrix;
import dev.whittle.feature.Run;
import dev.whittle.feature.color.ColorHistogram;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Hsv;
import dev.whittle.feature.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is measured gives the right answer, and JMH knows all of it. */
@Tag("bits")
class BenchmarksTest {
    /** Two threads and the scalar kernels, so that the comparison is not one of a call with itself. */
    private static final Run OTHER = Run.defaults().withThreads(2).withKernels(Kernels.SCALAR);

    static Stream<Variant> variants() {
        return Variant.all().stream();
    }

    static Stream<Variant> scalarVariants() {
        return variants().filter(Variant::isScalar);
    }

    /** Compares with the library's call on the same input, and then with an answer whose last value is off by one bit. */
    @ParameterizedTest
    @MethodSource("variants")
    void answerIsThatOfTheLibraryAndAPlantedFaultIsSeen(Variant variant) throws ReflectiveOperationException {
        Object state = variant.state();
        float[] answer = variant.answer(state);
        requireNonTrivial(answer);
        float[] expected = expected(variant, state);
        Bits.assertSame(variant.toString(), expected, answer);
        answer[answer.length - 1] = Math.nextUp(answer[answer.length - 1]);
        assertThrows(AssertionError.class, () -> Bits.assertSame("planted", expected, answer));
    }

    @ParameterizedTest
    @MethodSource("scalarVariants")
    void vectorKernelsGiveTheSameBits(Variant scalar) throws ReflectiveOperationException {
        Variant vector = scalar.vector();
        Bits.assertSame(scalar.toString(), scalar.answer(scalar.state()), vector.answer(vector.state()));
    }

    /** Calls after the first, which are what JMH measures, give the same; only C of a product grows. */
    @ParameterizedTest
    @MethodSource("variants")
    void anotherCallGivesTheSame(Variant variant) throws ReflectiveOperationException {
        Object state = variant.state();
        float[] first = variant.answer(state).clone();
        float[] second = variant.answer(state);
        if (state instanceof GemmBenchmark) {
            assertThrows(AssertionError.class, () -> Bits.assertSame("sum", first, second));
        } else {
            Bits.assertSame(variant.toString(), first, second);
        }
    }

    @Test
    void trivialAnswersAreSeen() {
        float[] good = new float[1000];
        for (int i = 0; i < good.length; i++) {
            good[i] = i % 20;
        }
        requireNonTrivial(good);
        assertThrows(AssertionError.class, () -> requireNonTrivial(new float[1000]));
        assertThrows(AssertionError.class, () -> requireNonTrivial(new float[0]));
        good[500] = Float.NaN;
        assertThrows(AssertionError.class, () -> requireNonTrivial(good));
    }

    @Test
    void everyParameterIsVaried() {
        Map<String, Long> lines = variants()
                .collect(Collectors.groupingBy(
                        variant -> variant.method().getDeclaringClass().getSimpleName(), Collectors.counting()));
        assertEquals(
                Map.of(
                        "BagOfWordsBenchmark", 2L,
                        "ColorHistogramBenchmark", 4 * 3L,
                        "GemmBenchmark", 3 * 2L,
                        "HogBenchmark", 3 * 3 * 2L,
                        "MlpEpochBenchmark", 2L),
                lines);
    }

    @Test
    void jmhListsEveryBenchmark() {
        List<String> expected = variants()
                .map(variant -> variant.method().getDeclaringClass().getName() + "."
                        + variant.method().getName())
                .distinct()
                .sorted()
                .toList();
        List<String> listed = BenchmarkList.defaultList()
                .find(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of("^dev\\.whittle\\..*"),
                        List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .toList();
        assertFalse(expected.isEmpty());
        assertEquals(expected, listed);
    }

    /** All of the class path goes into one jar, where Smile and Trove (of BoofCV's) could not be replaced. */
    @Test
    void noLibraryUnderTheLgplIsOnTheClassPath() {
        ClassLoader loader = getClass().getClassLoader();
        assertNotNull(loader.getResource("dev/whittle/classify/nn/Mlp.class"));
        assertNull(loader.getResource("smile/classification/Classifier.class"));
        assertNull(loader.getResource("gnu/trove/map/TIntObjectMap.class"));
    }

    /** Finite, and of at least ten different values. */
    private static void requireNonTrivial(float[] answer) {
        TreeSet<Float> values = new TreeSet<>();
        for (float value : answer) {
            assertTrue(Float.isFinite(value), "not finite");
            if (values.size() < 10) {
                values.add(value);
            }
        }
        assertEquals(10, values.size(), "only " + values);
    }

    /** The answer to the same input by another way; a benchmark that is not known here fails. */
    private static float[] expected(Variant variant, Object state) {
        if (state instanceof GemmBenchmark gemm) {
            return product(gemm.a, gemm.b);
        }
        Object expected;
        if (state instanceof HogBenchmark hog) {
            expected = hog.hog.fit(hog.pictures, OTHER).extractAll(hog.pictures, OTHER);
        } else if (state instanceof ColorHistogramBenchmark colours) {
            expected = switch (variant.method().getName()) {
                case "hsvHistogram" -> {
                    FeatureExtractor joint = new ColorHistogram(
                                    ColorHistogram.Space.HSV, List.of(10, 4, 4), true, true, 1)
                            .fit(colours.pictures, OTHER);
                    yield joint.extractAll(colours.pictures, OTHER);
                }
                case "hsvFromRgb" -> converted(colours.pictures, Hsv::fromRgb);
                case "equalizeBands" ->
                    converted(colours.pictures, (in, out) -> {
                        for (int b = 0; b < 3; b++) {
                            Equalize.gray(in.getBand(b), out.getBand(b));
                        }
                    });
                case "equalizeLuma" -> converted(colours.pictures, Equalize::luma);
                default -> throw new AssertionError("No right answer is known for " + variant);
            };
        } else if (state instanceof BagOfWordsBenchmark words) {
            expected = BagOfWordsBenchmark.WORDS.fit(words.pictures, OTHER).extractAll(words.pictures, OTHER);
        } else if (state instanceof MlpEpochBenchmark mlp) {
            expected = MlpEpochBenchmark.MLP.fit(mlp.samples, OTHER);
        } else {
            throw new AssertionError("No right answer is known for " + variant);
        }
        return Variant.numbers(expected);
    }

    private static List<Planar<GrayU8>> converted(
            Pictures pictures, BiConsumer<Planar<GrayU8>, Planar<GrayU8>> conversion) {
        List<Planar<GrayU8>> all = new ArrayList<>();
        for (Planar<GrayU8> image : pictures.images()) {
            Planar<GrayU8> copy = image.clone();
            conversion.accept(copy, copy);
            all.add(copy);
        }
        return all;
    }

    /** Each element is one fma chain in order of k: the definition, written again. */
    private static float[] product(Matrix a, Matrix b) {
        int n = b.columns();
        float[] c = new float[a.rows() * n];
        for (int i = 0; i < a.rows(); i++) {
            for (int k = 0; k < a.columns(); k++) {
                float factor = a.get(i, k);
                for (int j = 0; j < n; j++) {
                    c[i * n + j] = Math.fma(factor, b.data()[k * n + j], c[i * n + j]);
                }
            }
        }
        return c;
    }
}
