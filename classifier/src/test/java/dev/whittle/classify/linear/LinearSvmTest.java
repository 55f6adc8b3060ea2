package dev.whittle.classify.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.linear.LinearSvm.Formulation;
import dev.whittle.classify.linear.LinearSvm.Hinge;
import dev.whittle.classify.linear.LinearSvm.Solver;
import dev.whittle.classify.optim.MiniBatches;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The methods that change one setting of a {@link LinearSvm}. */
class LinearSvmTest {
    private static final LinearSvm SVM =
            LinearSvm.of(Formulation.WESTON_WATKINS, Hinge.SQUARED, 0.2).withTraining(MiniBatches.defaults());

    @Test
    void eachChangesItsOwnSettingAndNoOther() throws ReflectiveOperationException {
        Map<String, LinearSvm> changed = new LinkedHashMap<>();
        changed.put("solver", SVM.withSolver(Solver.LBFGS));
        changed.put("l2", SVM.withL2(0.125));
        changed.put("l1", SVM.withL1(0.375));
        changed.put("intercept", SVM.withIntercept(Intercept.NONE));
        changed.put("classWeights", SVM.withClassWeights(ClassWeights.of(List.of(1.0, 2.0))));
        changed.put("iterations", SVM.withIterations(17));
        changed.put("tolerance", SVM.withTolerance(0.0625));
        changed.put("training", SVM.withTraining(LinearSvm.defaults().training()));
        for (Map.Entry<String, LinearSvm> one : changed.entrySet()) {
            List<String> different = new ArrayList<>();
            for (RecordComponent component : LinearSvm.class.getRecordComponents()) {
                Object before = component.getAccessor().invoke(SVM);
                if (!before.equals(component.getAccessor().invoke(one.getValue()))) {
                    different.add(component.getName());
                }
            }
            assertEquals(List.of(one.getKey()), different);
        }
    }
}
