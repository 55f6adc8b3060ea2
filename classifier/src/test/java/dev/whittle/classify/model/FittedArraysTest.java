package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Fitted;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every spec there is: what {@code arrays()} gives, and what {@code restore} takes, cannot change what was fitted.
 */
class FittedArraysTest {
    private static final Run RUN = Run.defaults().withThreads(2);
    /** What Smile trains cannot be saved. */
    static Stream<String> types() {
        return SmallSpecs.types().filter(type -> !type.startsWith("smile"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void arraysAreCopies(String type) throws Exception {
        Spec<Object, ? extends Fitted> spec = SmallSpecs.spec(type);
        Object data = SmallSpecs.data(type);
        Fitted fitted = spec.fit(data, RUN);
        float[] before = SmallSpecs.output(fitted, data, RUN);

        NamedArrays given = fitted.arrays();
        List<Matrix> taken = new ArrayList<>();
        NamedArrays back = NamedArrays.empty();
        for (Map.Entry<String, NdArray> e : given.asMap().entrySet()) {
            Matrix matrix = e.getValue().matrix();
            taken.add(matrix);
            back = back.with(e.getKey(), matrix);
        }
        Fitted restored = spec.restore(back, RUN);
        taken.forEach(matrix -> Arrays.fill(matrix.data(), 7));
        given.asMap().keySet().forEach(name -> Arrays.fill(given.get(name).data(), 7));
        NamedArrays fromRestored = restored.arrays();
        fromRestored
                .asMap()
                .keySet()
                .forEach(name -> Arrays.fill(fromRestored.get(name).data(), 7));
        assertArrayEquals(before, SmallSpecs.output(fitted, data, RUN));
        assertArrayEquals(before, SmallSpecs.output(restored, data, RUN));
        given.asMap()
                .forEach((name, array) ->
                        assertTrue(array.bitsEqual(fitted.arrays().array(name)), name));
        assertFalse(spec.needsData() && given.asMap().isEmpty(), "nothing was learned");
    }
}
