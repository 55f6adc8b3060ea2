package dev.whittle.pipeline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageBatchesTest {
    private static final int IMAGES = 10;
    private static final int THREADS = 2;

    /** The sizes of the batches of images of 4×4 pixels, whose rows are said to have so many values. */
    private static List<Integer> batches(int length) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        ImageBatches.Work work = new ImageBatches.Work() {
            @Override
            public Planar<GrayU8> read(Path file, Consumer<ImageNote> notes) {
                return new Planar<>(GrayU8.class, 4, 4, 3);
            }

            @Override
            public int length(ImageShape shape) {
                return length;
            }

            @Override
            public Matrix rows(Dataset images, Run run) {
                sizes.add(images.size());
                return new Matrix(images.size(), 1);
            }
        };
        List<Path> files =
                IntStream.range(0, IMAGES).mapToObj(i -> Path.of(i + ".png")).toList();
        ImageBatches.Listener silent = new ImageBatches.Listener() {
            @Override
            public void bad(String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void note(String text) {
                throw new AssertionError(text);
            }
        };
        Run run = Run.defaults().withThreads(THREADS);
        List<Path> written = new ArrayList<>();
        ImageBatches.process(
                new GivenImages(files, List.of()), work, (file, row) -> written.add(file), false, silent, run);
        assertEquals(files, written);
        return sizes;
    }

    @Test
    void aBatchHasRoomForItsRowsToo() throws IOException {
        assertEquals(List.of(IMAGES), batches(100));
        // 128 MiB for each of two copies of a row: a batch is full with an image for each thread.
        assertEquals(List.of(2, 2, 2, 2, 2), batches(1 << 25));
    }
}
