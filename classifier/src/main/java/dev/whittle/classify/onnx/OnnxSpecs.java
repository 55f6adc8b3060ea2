package dev.whittle.classify.onnx;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.registry.SpecProvider;
import dev.whittle.feature.registry.SpecType;
import java.util.List;
import java.util.Map;

/** The feature that ONNX Runtime computes, if it is on the class path. */
public final class OnnxSpecs implements SpecProvider {
    private static final String ONNX = "onnx";

    private final boolean present;

    public OnnxSpecs() {
        boolean found;
        try {
            Class.forName("ai.onnxruntime.OrtEnvironment", false, OnnxSpecs.class.getClassLoader());
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
                : List.of(new SpecType<>(
                        ONNX,
                        OnnxFeature.class,
                        Dataset.class,
                        FeatureExtractor.class,
                        "A value of a network in an ONNX file, run by ONNX Runtime",
                        ""));
    }

    @Override
    public Map<String, String> missing() {
        return Map.of(ONNX, "the jar onnxruntime 1.24.2 (com.microsoft.onnxruntime:onnxruntime)");
    }

    /** ONNX Runtime computes this feature. */
    @Override
    public List<Class<?>> code() {
        return List.of(OnnxSpecs.class, ai.onnxruntime.OrtEnvironment.class);
    }
}
