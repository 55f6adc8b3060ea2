package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.data.Subset;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published data sets, where this machine has them. The hashes are from data_reference.py. */
@Tag("bits")
class RealDataTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static Splits open(DataSource source, String folder) throws IOException {
        DataPlaces where = DataPlaces.ofSystem(null);
        try {
            where.find(folder, folder, "fetch it");
        } catch (IOException e) {
            System.err.println("Skipped: " + e.getMessage());
            Assumptions.abort(e.getMessage());
        }
        return source.open(where, RUN);
    }

    private static int[] perClass(Dataset data) {
        int[] count = new int[data.classes().size()];
        for (int label : data.labels()) {
            count[label]++;
        }
        return count;
    }

    private static int[] each(int count, int classes) {
        return Collections.nCopies(classes, count).stream().mapToInt(i -> i).toArray();
    }

    @Test
    void cifar10() throws IOException {
        Splits splits = open(new Cifar10(), "cifar-10-batches-bin");
        assertArrayEquals(each(5000, 10), perClass(splits.train()));
        assertArrayEquals(each(1000, 10), perClass(splits.test()));
        assertEquals("frog", splits.train().classes().get(splits.train().label(0)));
        assertEquals("cat", splits.test().classes().get(splits.test().label(0)));
        assertEquals("data_batch_5.bin#9999", splits.train().name(49_999));
        assertEquals("c56a98bf88e0db266e5bd17af8de1c7f0f80c78929f4631fbccd391a0e544926", PixelHash.of(splits.test()));
        Subset validation = Subset.stratified(splits.train(), 5000, RUN, "validation split");
        assertArrayEquals(each(4500, 10), perClass(validation.complement()));
        assertArrayEquals(each(500, 10), perClass(validation));
    }

    @Test
    void mnist() throws IOException {
        Splits splits = open(new Mnist(), "mnist");
        assertArrayEquals(
                new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, perClass(splits.train()));
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, perClass(splits.test()));
        assertArrayEquals(
                new int[] {5, 0, 4, 1, 9}, Arrays.copyOf(splits.train().labels(), 5));
        assertEquals("d7446d16505efdb26d8657393c66dab6e58c8073460b8f9e7b50e2d8cfa13db3", PixelHash.of(splits.test()));
    }

    @Test
    void fashionMnist() throws IOException {
        Splits splits = open(new FashionMnist(), "fashion-mnist");
        assertArrayEquals(each(6000, 10), perClass(splits.train()));
        assertArrayEquals(each(1000, 10), perClass(splits.test()));
        assertEquals("711257a37f604c4d56b0b524c723c9bd12eaa657d63fee84b3bc50488458500d", PixelHash.of(splits.test()));
    }

    @Test
    void scene15() throws IOException {
        Splits splits = open(new FolderSource("scene15"), "scene15");
        assertArrayEquals(each(100, 15), perClass(splits.train()));
        assertArrayEquals(each(25, 15), perClass(splits.test()));
        assertEquals("bedroom", splits.train().classes().get(0));
        assertEquals("tallbuilding", splits.train().classes().get(14));
        assertTrue(
                splits.test().name(0).startsWith("test/bedroom/image_"),
                splits.test().name(0));
        assertEquals(200, splits.test().image(0).width);
        assertEquals(200, splits.test().image(0).height);
        // Gray JPEGs: the same pixels as from Pillow's libjpeg-turbo.
        assertEquals("5fa35f6a5d7905eed4166995d9234d4e11d27e7e372cf868a9aa2feb534acf5c", PixelHash.of(splits.test()));
    }
}
