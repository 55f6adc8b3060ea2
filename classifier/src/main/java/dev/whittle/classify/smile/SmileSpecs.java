package dev.whittle.classify.smile;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.registry.SpecProvider;
import dev.whittle.feature.registry.SpecType;
import java.util.List;
import java.util.Map;

/** The heads that Smile trains, if Smile is on the class path. */
public final class SmileSpecs implements SpecProvider {
    private static final String FOREST = "smile-random-forest";
    private static final String RBF_SVM = "smile-rbf-svm";
    private static final String JAR = "the jar smile-core 2.6.0 (com.github.haifengl:smile-core) with those it needs";

    private final boolean present;

    public SmileSpecs() {
        boolean found;
        try {
            Class.forName("smile.classification.SVM", false, SmileSpecs.class.getClassLoader());
            found = true;
        } catch (ClassNotFoundException | LinkageError e) {
            found = false;
        }
        present = found;
    }

    @Override
    public List<SpecType<?, ?>> types() {
        return !present
                ? List.of()
                : List.of(
                        new SpecType<>(
                                FOREST,
                                SmileRandomForest.class,
                                Samples.class,
                                Classifier.class,
                                "Smile's random forest",
                                "Breiman, Machine Learning 2001"),
                        new SpecType<>(
                                RBF_SVM,
                                SmileRbfSvm.class,
                                Samples.class,
                                Classifier.class,
                                "Smile's support vector machine with a Gaussian kernel",
                                "Bordes, Ertekin, Weston and Bottou, JMLR 2005"));
    }

    @Override
    public Map<String, String> missing() {
        return Map.of(FOREST, JAR, RBF_SVM, JAR);
    }

    /** Smile trains these heads. */
    @Override
    public List<Class<?>> code() {
        return List.of(
                SmileSpecs.class, smile.classification.SVM.class, smile.math.MathEx.class, smile.data.DataFrame.class);
    }
}
