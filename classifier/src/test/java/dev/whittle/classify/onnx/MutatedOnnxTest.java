package dev.whittle.classify.onnx;

import dev.whittle.feature.FuzzTarget;
import dev.whittle.feature.FuzzTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Damaged ONNX files are read or refused; what ONNX Runtime makes of them is not asked here. */
class MutatedOnnxTest implements FuzzTargets {
    @Override
    public List<FuzzTarget> targets(Path folder) throws IOException {
        Path path = folder.resolve("a.onnx");
        byte[] whole = SmallNetworks.byHand().model(Map.of("a", "b")).toByteArray();
        return List.of(new FuzzTarget("onnx", List.of(whole), bytes -> {
            Files.write(path, bytes);
            OnnxFile file = OnnxFile.read(path);
            file.withOutput(file.value(null));
            file.versions();
        }));
    }
}
