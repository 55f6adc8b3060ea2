package dev.whittle.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.linear.LinearSvm;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.table.Matrix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final Run RUN = Run.defaults();

    private static Samples samples(int classes, int... labels) {
        Matrix rows = new Matrix(labels.length, 2);
        for (int i = 0; i < labels.length; i++) {
            rows.set(i, 0, i % 3 - labels[i]);
            rows.set(i, 1, i % 2 + labels[i] * labels[i]);
        }
        return new Samples(rows, labels, classes);
    }

    /** scikit-learn: compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 1, 2, 2]) is 6/9, 6/3, 6/6. */
    @Test
    void balancedIsThatOfScikitLearn() {
        assertEquals(List.of(6 / 9.0, 2.0, 1.0), ClassWeights.balanced().weights(samples(3, 0, 0, 0, 1, 2, 2)));
        assertEquals(List.of(1.0, 1.0), ClassWeights.balanced().weights(samples(2, 1, 0, 0, 1)));
        // 8 / (2 · 2) and 8 / (2 · 6); a class without samples counts for nothing.
        assertEquals(List.of(2.0, 1.0, 8 / 12.0), ClassWeights.balanced().weights(samples(3, 2, 2, 0, 2, 2, 0, 2, 2)));
    }

    @Test
    void listedWeightsAreTakenAsTheyAre() {
        assertEquals(List.of(), ClassWeights.EQUAL.weights(samples(2, 0, 1)));
        assertEquals(List.of(3.0, 0.5), ClassWeights.of(List.of(3.0, 0.5)).weights(samples(2, 0, 1)));
        Messages.says(() -> ClassWeights.of(List.of(3.0)).weights(samples(2, 0, 1)), "2 classes", "1 classWeights");
    }

    /** Fitted with balanced weights, a head has the bits of one with the weights of its training labels. */
    @Test
    void headsComputeThemFromTheTrainingLabels() {
        Samples train = samples(3, 0, 0, 0, 1, 2, 2, 0, 0);
        ClassWeights same = ClassWeights.of(ClassWeights.balanced().weights(train));
        Softmax softmax = Softmax.defaults();
        LinearSvm svm = LinearSvm.defaults();
        Map<Spec<Samples, ? extends Classifier>, Spec<Samples, ? extends Classifier>> pairs = Map.of(
                with(softmax, ClassWeights.balanced()), with(softmax, same),
                svm.withClassWeights(ClassWeights.balanced()), svm.withClassWeights(same),
                svm.withSolver(LinearSvm.Solver.MINI_BATCHES).withClassWeights(ClassWeights.balanced()),
                        svm.withSolver(LinearSvm.Solver.MINI_BATCHES).withClassWeights(same));
        pairs.forEach((balanced, listed) -> assertArrayEquals(
                listed.fit(train, RUN).scores(train.features(), RUN).data(),
                balanced.fit(train, RUN).scores(train.features(), RUN).data(),
                balanced.toString()));
        assertNotEquals(
                List.of(softmax.fit(train, RUN).scores(train.features(), RUN).data()[0]),
                List.of(with(softmax, same)
                        .fit(train, RUN)
                        .scores(train.features(), RUN)
                        .data()[0]));
    }

    private static Softmax with(Softmax s, ClassWeights weights) {
        return new Softmax(s.l2(), s.l1(), s.intercept(), weights, s.iterations(), s.tolerance());
    }

    @Test
    void filesHoldTheWordOrAList() throws Exception {
        SpecJson json = SpecJson.installed();
        for (String given : List.of("\"balanced\"", "[]", "[1, 2.5]")) {
            Softmax head = softmax(given);
            ObjectNode written = json.encode(head);
            assertEquals(
                    new ObjectMapper().readTree(given).toString(),
                    written.get("classWeights").toString());
            assertEquals(head, json.decode(at(written.toString()), Samples.class, Classifier.class));
        }
        assertEquals(ClassWeights.balanced(), softmax("\"balanced\"").classWeights());
        assertEquals(ClassWeights.EQUAL, Softmax.defaults().classWeights());
        assertEquals(ClassWeights.of(List.of(2.0)), softmax("2").classWeights());
        Messages.says(() -> softmax("\"balancd\""), "/classWeights", "balancd", "did you mean 'balanced'?");
        Messages.says(() -> softmax("[1, 0]"), "/classWeights", "above 0", "[1.0, 0.0]");
        Messages.says(() -> softmax("[1, \"x\"]"), "/classWeights/1", "expected a number", "'x'");
        Messages.says(() -> softmax("{\"a\": 1}"), "/classWeights", "expected a number", "keys with values");
        Messages.says(() -> softmax("null"), "/classWeights", "expected a list", "nothing");
    }

    private static Softmax softmax(String classWeights) {
        return (Softmax) SpecJson.installed()
                .decode(
                        at("{\"type\": \"softmax\", \"classWeights\": " + classWeights + "}"),
                        Samples.class,
                        Classifier.class);
    }

    private static JsonAt at(String json) {
        try {
            return new JsonAt(new ObjectMapper().readTree(json), pointer -> pointer);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
