package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    Path root;

    private void image(String name, int value) throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 2, 1);
        image.getBand(0).data[0] = (byte) value;
        Files.createDirectories(root.resolve(name).getParent());
        ImageFile.write(root.resolve(name), image);
    }

    @Test
    void readsAFolderOfClasses() throws IOException {
        image("dogs/b.png", 1);
        image("dogs/a.png", 2);
        image("cats/c.png", 3);
        Files.createFile(root.resolve("cats/.hidden"));
        ImageFolder images = ImageFolder.read(root);
        assertEquals(List.of("cats", "dogs"), images.classes());
        assertArrayEquals(new int[] {0, 1, 1}, images.labels());
        assertEquals(
                List.of("cats/c.png", "dogs/a.png", "dogs/b.png"),
                IntStream.range(0, 3).mapToObj(images::name).toList());
        assertEquals(2, images.image(1).getBand(0).data[0]);
        assertEquals(PixelHash.of(images), PixelHash.of(images.checked(RUN)));
        assertEquals(PixelHash.of(Subset.of(images, 2, 0)), PixelHash.of(images.select(2, 0)));
        Planar<GrayU8> small = images.withSize(2, 1).image(1);
        assertEquals(2, small.width);
        assertEquals(1, small.height);
        assertEquals(1, small.getBand(0).data[0]); // the mean of 2, 0, 0 and 0 is 0.5, rounded up
    }

    @Test
    void aBadFileIsFoundWhenItIsDecoded() throws IOException {
        image("dogs/a.png", 1);
        Files.writeString(root.resolve("dogs/b.png"), "no image");
        ImageFolder images = ImageFolder.read(root);
        assertEquals(2, images.size());
        images.image(0);
        assertThrows(UncheckedIOException.class, () -> images.image(1));
        String message =
                assertThrows(IOException.class, () -> images.checked(RUN)).getMessage();
        assertTrue(message.contains("1 of 2 files and folders") && message.contains("dogs/b.png: at byte 0"), message);
    }

    /**
     * The cache may be given, taken away or exchanged when the files are known. A changed file is noticed all the same.
     */
    @Test
    void theCacheMayChangeAfterTheCheck() throws IOException {
        image("cats/a.png", 1);
        image("dogs/b.png", 2);
        ImageCache cache = new ImageCache(root.resolve(".cache"), 1 << 20);
        ImageFolder cached = ImageFolder.read(root).withCache(cache).checked(RUN);
        String expected = PixelHash.of(cached);
        ImageCache other = new ImageCache(root.resolve(".other"), 1 << 20);
        assertEquals(expected, PixelHash.of(cached.withCache(null)));
        assertEquals(expected, PixelHash.of(cached.withCache(other)));
        image("dogs/b.png", 3);
        // The pixels that were checked are in both caches.
        assertEquals(expected, PixelHash.of(cached.withCache(cache)));
        assertEquals(expected, PixelHash.of(cached.withCache(other)));
        String message = assertThrows(
                        UncheckedIOException.class, () -> cached.withCache(null).image(1))
                .getMessage();
        assertTrue(message.contains("dogs/b.png: was changed since the folder was opened"), message);
    }

    @Test
    void whatIsNoFolderOfClassesIsRefused() throws IOException {
        assertTrue(assertThrows(IOException.class, () -> ImageFolder.read(root.resolve("absent")))
                .getMessage()
                .contains("no such folder"));
        assertThrows(IOException.class, () -> ImageFolder.read(root));
        image("a.png", 1);
        String message =
                assertThrows(IOException.class, () -> ImageFolder.read(root)).getMessage();
        assertTrue(message.contains("1 image, such as a.png") && message.contains("labels: "), message);
    }
}
