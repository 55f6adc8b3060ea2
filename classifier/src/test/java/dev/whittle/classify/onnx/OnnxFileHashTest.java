package dev.whittle.classify.onnx;

import static dev.whittle.classify.onnx.OnnxGraph.BATCH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.TestData;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was trained on the values of a network knows its file by its SHA-256. */
class OnnxFileHashTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    private Path folder;

    /** The new network has values of the same length, so that nothing but its contents tells them apart. */
    @Test
    void aModelRefusesAnotherFileInPlaceOfItsOwn() throws Exception {
        Path file = SmallNetworks.write(SmallNetworks.filters(BATCH, 1, 2, false), folder.resolve("network.onnx"));
        byte[] own = Files.readAllBytes(file);
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[20];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(4, 4, 1, i));
            labels[i] = i % 2;
        }
        Dataset data = Images.of(images, labels);
        Path saved = folder.resolve("model.npz");
        Model model = Pipeline.of(OnnxFeature.of(file), Softmax.defaults()).fit(data, RUN);
        model.write(saved);
        SmallNetworks.write(SmallNetworks.byHand(), file);
        byte[] other = Files.readAllBytes(file);
        assertEquals(2, OnnxFeature.of(file).fit(null, RUN).length(4, 4, 1));
        Messages.says(
                IOException.class,
                () -> Model.read(saved, RUN),
                file.toString(),
                start(own),
                start(other),
                "put that file back",
                "train again");
        Files.write(file, own);
        assertArrayEquals(
                model.scores(data, RUN).data(),
                Model.read(saved, RUN).scores(data, RUN).data());
    }

    /** The first 8 digits of the SHA-256. */
    private static String start(byte[] contents) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(contents);
        return " " + HexFormat.of().formatHex(hash).substring(0, 8) + "…";
    }

    @Test
    void aDamagedHashIsRefused() throws Exception {
        OnnxFeature feature =
                OnnxFeature.of(SmallNetworks.write(SmallNetworks.byHand(), folder.resolve("network.onnx")));
        for (float bad : new float[] {-1, 256, 0.5f, Float.NaN}) {
            Matrix hash = feature.fit(null, RUN).arrays().get("sha256", 1, 32);
            hash.data()[31] = bad;
            NamedArrays damaged = NamedArrays.empty().with("sha256", hash);
            Messages.says(() -> feature.restore(damaged, RUN), "sha256", String.valueOf(bad), "0 to 255");
        }
        Messages.says(() -> feature.restore(NamedArrays.empty(), RUN), "sha256");
    }
}
