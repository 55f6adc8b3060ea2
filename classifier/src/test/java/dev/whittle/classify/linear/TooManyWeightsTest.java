package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.Checks;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class TooManyWeightsTest {
    @Test
    void headsSayWhatDoesNotFit() {
        Samples samples = new Samples(new Matrix(2, 1_200_000), new int[] {0, 1}, 2000);
        for (Spec<Samples, ? extends Classifier> head : List.<Spec<Samples, ? extends Classifier>>of(
                Softmax.defaults(),
                LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.SQUARED, 0.1),
                LinearSvm.of(LinearSvm.Formulation.ONE_VS_REST, LinearSvm.Hinge.PLAIN, 0.1),
                LinearSvm.of(LinearSvm.Formulation.CRAMMER_SINGER, LinearSvm.Hinge.PLAIN, 0.1),
                new Perceptron(false, 1))) {
            String message = assertThrows(IllegalArgumentException.class, () -> head.fit(samples, Run.defaults()))
                    .getMessage();
            assertEquals(
                    "The weights would have 2000 × 1200001 values, and at most 2147483639 fit", message, head + "");
        }
    }

    @Test
    void whatJustFits() {
        assertEquals(2_147_483_639, Checks.length("All", 1, 2_147_483_639));
        assertThrows(IllegalArgumentException.class, () -> Checks.length("All", 2, 1_073_741_820));
    }
}
