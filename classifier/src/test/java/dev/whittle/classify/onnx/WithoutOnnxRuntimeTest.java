package dev.whittle.classify.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.whittle.classify.TestSamples;
import dev.whittle.classify.WithoutJar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.classify.model.TablePipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.registry.Specs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whittle on a class path that has no jar of ONNX Runtime. */
class WithoutOnnxRuntimeTest {
    /** What is done there: a model is exported, and the feature is asked for. Public, as another loader makes it. */
    public static final class Inside implements Callable<String> {
        @Override
        public String call() throws Exception {
            assertThrows(ClassNotFoundException.class, () -> Class.forName("ai.onnxruntime.OrtEnvironment"));
            Path file = Files.createTempFile("whittle", ".onnx");
            OnnxExport.write(
                    TablePipeline.of(Softmax.defaults()).fit(TestSamples.clouds(30, 4, 3, 2, 1), Run.defaults()), file);
            assertTrue(Files.size(file) > 0);
            Files.delete(file);
            JsonAt onnx = new JsonAt(
                    JsonNodeFactory.instance.objectNode().put("type", "onnx").put("model", "a.onnx"), at -> at);
            return assertThrows(
                            IllegalArgumentException.class,
                            () -> SpecJson.installed().decode(onnx, Dataset.class, FeatureExtractor.class))
                    .getMessage();
        }
    }

    @Test
    void exportWorksAndTheFeatureSaysWhichJarIsMissing() throws Exception {
        String told = WithoutJar.call("onnxruntime", Inside.class);
        assertEquals(
                "/type: the feature extractor type 'onnx' needs the jar onnxruntime 1.24.2"
                        + " (com.microsoft.onnxruntime:onnxruntime) on the class path",
                told);
    }

    @Test
    void withOnnxRuntimeTheFeatureIsThere() {
        assertTrue(
                Specs.installed().names(Dataset.class, FeatureExtractor.class).contains("onnx"));
    }
}
