package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.cluster.Codebook;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("bits")
class VladTest {
    private static final Run RUN = Run.defaults().withThreads(1);

    private static float[] code(Matrix words, boolean intraNormalize, Matrix x) {
        VladEncoder encoder = new VladEncoder(new Codebook(words), intraNormalize);
        double[] sums = encoder.start();
        encoder.add(x.data(), 0, x.rows(), sums, RUN);
        float[] code = new float[encoder.length()];
        encoder.code(sums, x.rows(), code, 0, RUN);
        return code;
    }

    @Test
    void byHand() {
        Matrix words = Matrix.of(new float[] {0, 0}, new float[] {10, 0}, new float[] {99, 99}, new float[] {0, 50});
        Matrix x = Matrix.of(new float[] {1, 2}, new float[] {2, 2}, new float[] {10, -3}, new float[] {0, 50});
        assertArrayEquals(new float[] {3, 4, 0, -3, 0, 0, 0, 0}, code(words, false, x));
        assertArrayEquals(new float[] {0.6f, 0.8f, 0, -1, 0, 0, 0, 0}, code(words, true, x), "zero stays zero");
    }

    private static void assertClose(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])), "value " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"vlad,false", "vladNormalized,true"})
    void vlfeat(String name, boolean intraNormalize) throws IOException {
        Map<String, float[]> mixture = TestData.reference("mixture.txt");
        Matrix x = new Matrix(400, 6, mixture.get("rows"))
                .selectRows(IntStream.range(100, 300).toArray());
        float[] code = code(new Matrix(5, 6, mixture.get("means12")), intraNormalize, x);
        Map<String, float[]> codes = TestData.reference("encodings.txt");
        assertClose(codes.get(name), code);
        float[] other = codes.get(intraNormalize ? "vlad" : "vladNormalized");
        assertThrows(AssertionError.class, () -> assertClose(other, code));
    }

    /** In float the sum of a hundred thousand would lose the differences. */
    @Test
    void manyDescriptorsFarFromTheOrigin() {
        Matrix x = new Matrix(100_000, 1);
        for (int i = 0; i < x.rows(); i++) {
            x.set(i, 0, 1000 + i % 3 / 64f);
        }
        Matrix words = Matrix.of(new float[] {1000}, new float[] {0});
        double expected = 0;
        for (int i = 0; i < x.rows(); i++) {
            expected += i % 3 / 64.0;
        }
        assertArrayEquals(new float[] {(float) expected, 0}, code(words, false, x));
    }

    @Test
    void mistakesAreNamed() {
        Messages.says(() -> new Vlad(null, true), "kMeans");
        assertEquals(64, Vlad.defaults().kMeans().k());
        assertTrue(Vlad.defaults().intraNormalize());
    }
}
