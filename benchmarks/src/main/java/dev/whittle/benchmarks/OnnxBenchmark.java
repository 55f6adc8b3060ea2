package dev.whittle.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import boofcv.struct.image.GrayU8;
import dev.whittle.classify.model.Model;
import dev.whittle.classify.model.Pipeline;
import dev.whittle.classify.nn.ImageNetwork;
import dev.whittle.classify.onnx.Layout;
import dev.whittle.classify.onnx.OnnxExport;
import dev.whittle.classify.onnx.OnnxFeature;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.RawPixels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The feature {@code onnx} beside ONNX Runtime called directly, on one thread: milliseconds for all images. The network
 * is a small residual one, exported by Whittle. The feature reads the images and makes floats of their pixels. The
 * direct call is given the floats of all batches, and only computes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"
        })
public class OnnxBenchmark implements Compared {
    private static final int VALUES = 3 * 32 * 32;

    /** Images × bands × rows × columns. */
    @Param({"512x3x32x32"})
    String shape;

    @Param({"1", "64"})
    int batch;

    @Param({"VECTOR", "SCALAR", "ONNX_RUNTIME"})
    By by;

    Pictures pictures;
    Model model;
    private Path file;
    private Scorer scorer;

    /** The scores of all images, row by row. */
    private interface Scorer {
        float[] scores() throws OrtException;
    }

    @Setup
    public void setUp() throws IOException, OrtException {
        pictures = Pictures.of(Pictures.numbers(shape)[0], 32, 32, 3);
        file = Files.createTempFile("whittle-benchmark", ".onnx");
        file.toFile().deleteOnExit();
        model = Pipeline.of(RawPixels.defaults(), ImageNetwork.defaults())
                .fit(Pictures.of(20, 32, 32, 3), Run.defaults());
        OnnxExport.write(model, file);
        if (by == By.ONNX_RUNTIME) {
            scorer = new Direct(file, pictures, batch);
        } else {
            Run run = by.run(1);
            FeatureExtractor feature = feature(run);
            scorer = () -> feature.extractAll(pictures, run).data();
        }
    }

    FeatureExtractor feature(Run run) {
        return new OnnxFeature(file.toString(), "scores", null, null, null, Layout.NCHW, batch).fit(pictures, run);
    }

    @Benchmark
    public float[] scores() throws OrtException {
        return scorer.scores();
    }

    @Override
    public float[] values() {
        try {
            return scorer.scores();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** ONNX Runtime from Java, with the options of the feature. */
    private static final class Direct implements Scorer {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final FloatBuffer pixels;
        private final int images;
        private final int batch;

        Direct(Path file, Pictures pictures, int batch) throws OrtException {
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
            this.batch = batch;
            images = pictures.size();
            pixels = ByteBuffer.allocateDirect(Float.BYTES * VALUES * images)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < images; i++) {
                for (GrayU8 band : pictures.image(i).bands) {
                    for (byte pixel : band.data) {
                        pixels.put(pixel & 0xff);
                    }
                }
            }
        }

        @Override
        public float[] scores() throws OrtException {
            float[] all = null;
            for (int i = 0; i < images; i += batch) {
                int count = Math.min(batch, images - i);
                FloatBuffer some = pixels.duplicate().position(VALUES * i).limit(VALUES * (i + count));
                try (OnnxTensor in = OnnxTensor.createTensor(environment, some, new long[] {count, 3, 32, 32});
                        OrtSession.Result out = session.run(Map.of("images", in))) {
                    FloatBuffer scores = ((OnnxTensor) out.get("scores").orElseThrow()).getFloatBuffer();
                    int classes = scores.remaining() / count;
                    all = all == null ? new float[classes * images] : all;
                    scores.get(all, classes * i, classes * count);
                }
            }
            return all;
        }
    }
}
