package dev.whittle.classify.smile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.WithoutJar;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import dev.whittle.feature.table.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whittle on a class path that has no jar of Smile. */
class WithoutSmileTest {
    /** What is done there. Public, since another class loader makes it. */
    public static final class Inside implements Callable<List<String>> {
        @Override
        public List<String> call() {
            assertThrows(ClassNotFoundException.class, () -> Class.forName("smile.classification.SVM"));
            // Two images of 24×24 pixels, for heads of images.
            Matrix rows = new Matrix(2, 24 * 24);
            for (int i = 0; i < rows.data().length; i++) {
                rows.data()[i] = i * i % 101 / 50f - 1;
            }
            Samples samples = new Samples(rows, new int[] {0, 1}, 2);
            Run run = Run.defaults().withThreads(1);
            for (SpecType<?, ?> type : Specs.installed().types()) {
                if (type.fits(Samples.class, Classifier.class)) {
                    @SuppressWarnings("unchecked") // fits has looked at both
                    Spec<Samples, Classifier> head =
                            (Spec<Samples, Classifier>) type.schema().defaults().orElseThrow();
                    assertEquals(
                            2,
                            head.fit(samples, run)
                                    .scores(samples.features(), run)
                                    .columns());
                }
            }
            JsonAt forest = new JsonAt(
                    JsonNodeFactory.instance.objectNode().put("type", "smile-random-forest"), pointer -> pointer);
            List<String> told = new ArrayList<>(Specs.installed().names(Samples.class, Classifier.class));
            told.add(assertThrows(
                            IllegalArgumentException.class,
                            () -> SpecJson.installed().decode(forest, Samples.class, Classifier.class))
                    .getMessage());
            return told;
        }
    }

    @Test
    void headsWorkAndThoseOfSmileSayWhichJarIsMissing() throws Exception {
        List<String> told = WithoutJar.call("smile-", Inside.class);
        assertEquals(
                List.of(
                        "image-network",
                        "kernel-ridge",
                        "linear-svm",
                        "mlp",
                        "perceptron",
                        "softmax",
                        "wide-filters",
                        "/type: the classifier type 'smile-random-forest' needs the jar smile-core 2.6.0"
                                + " (com.github.haifengl:smile-core) with those it needs on the class path"),
                told);
    }

    @Test
    void withSmileItsHeadsAreThere() {
        assertTrue(Specs.installed()
                .names(Samples.class, Classifier.class)
                .containsAll(List.of("smile-random-forest", "smile-rbf-svm")));
        assertTrue(Specs.installed().sources(List.of(SmileRbfSvm.defaults())).contains(smile.math.MathEx.class));
    }
}
