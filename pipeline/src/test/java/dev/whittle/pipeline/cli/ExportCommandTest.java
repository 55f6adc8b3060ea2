package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.onnx.OnnxExport;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.TestData;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.RawPixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models as ONNX files from the command line. */
class ExportCommandTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    private Path temp;

    private Model model(Spec<Dataset, ? extends FeatureExtractor> feature) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[12];
        for (int i = 0; i < labels.length; i++) {
            images.add(TestData.random(24, 16, 3, i));
            labels[i] = i % 2;
        }
        return Pipeline.of(feature, Softmax.defaults()).fit(Images.of(images, labels), RUN);
    }

    private byte[] exported(String name) throws IOException {
        return Files.readAllBytes(temp.resolve(name));
    }

    @Test
    void itWritesWhatTheLibraryWrites() throws IOException {
        Model model = model(RawPixels.defaults());
        Path npz = temp.resolve("model.npz");
        model.write(npz);
        Outcome o = whittle("export", npz, temp.resolve("a.onnx"));
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.out().contains("images of 24x16 pixels and 3 bands"), o.out());
        OnnxExport.write(model, temp.resolve("b.onnx"));
        assertArrayEquals(exported("b.onnx"), exported("a.onnx"));

        o = whittle("export", npz, temp.resolve("head.onnx"), "--head-only");
        assertEquals(0, o.exit(), o.err());
        assertTrue(o.out().contains("rows of 1152 values"), o.out());
        OnnxExport.write(model.table(), temp.resolve("b.onnx"));
        assertArrayEquals(exported("b.onnx"), exported("head.onnx"));

        model.table().write(npz);
        o = whittle("export", npz, temp.resolve("table.onnx"));
        assertEquals(0, o.exit(), o.err());
        assertArrayEquals(exported("head.onnx"), exported("table.onnx"));
    }

    @Test
    void whatCannotBeExportedIsSaidAndTheHeadAloneCan() throws IOException {
        Path npz = temp.resolve("model.npz");
        Path out = temp.resolve("model.onnx");
        model(new Hog(8, 9, false, Hog.Layout.CELLS, true)).write(npz);
        Outcome o = whittle("export", npz, out);
        assertEquals(1, o.exit());
        assertTrue(o.err().startsWith("whittle: ") && o.err().contains("the feature hog"), o.err());
        assertFalse(Files.exists(out));
        assertEquals(0, whittle("export", npz, out, "--head-only").exit());
        assertTrue(Files.exists(out));
    }

    @Test
    void wrongUsageIsSaid() {
        Outcome o = whittle("export", temp.resolve("model.npz"), temp.resolve("model.bin"));
        assertEquals(2, o.exit());
        assertTrue(o.err().contains("model.bin") && o.err().contains(".onnx"), o.err());
        o = whittle("export", temp.resolve("model.npz"), temp.resolve("model.onnx"));
        assertEquals(1, o.exit());
        assertTrue(o.err().contains("model.npz"), o.err());
    }
}
