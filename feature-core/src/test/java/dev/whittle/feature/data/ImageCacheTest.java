package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    @TempDir
    Path temp;

    private static Planar<GrayU8> image(int value) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 3, 2, 3);
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < 6; i++) {
                image.getBand(b).data[i] = (byte) (value + 10 * b + i);
            }
        }
        return image;
    }

    private static String key(int i) {
        return ImageCache.key(new byte[] {(byte) i}, Preparation.NONE);
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(temp.resolve("cache"))) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(temp.resolve("cache"))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void keepsPixelsAndNotes() {
        ImageCache cache = new ImageCache(temp.resolve("cache"), 1 << 20);
        assertNull(cache.get(key(1)));
        cache.put(key(1), new ImageCache.Decoded(image(200).subimage(1, 0, 3, 2, null), List.of("über")));
        ImageCache.Decoded found = new ImageCache(temp.resolve("cache"), 1 << 20).get(key(1));
        assertEquals(List.of("über"), found.notes());
        assertEquals(2, found.image().width);
        assertEquals(3, found.image().getNumBands());
        assertEquals(200 + 10 + 5, found.image().getBand(1).get(1, 1));
        assertNull(cache.get(key(2)));
    }

    @Test
    void theKeyIsOfContentsAndSize() {
        String plain = ImageCache.key(new byte[] {1, 2}, Preparation.NONE);
        assertEquals(plain, ImageCache.key(new byte[] {1, 2}, Preparation.NONE.withBands(3)));
        assertEquals(
                5,
                Stream.of(
                                plain,
                                ImageCache.key(new byte[] {1, 3}, Preparation.NONE),
                                ImageCache.key(new byte[] {1, 2}, Preparation.NONE.withSize(2, 2, Fit.PAD)),
                                ImageCache.key(new byte[] {1, 2}, Preparation.NONE.withSize(2, 2, Fit.CROP)),
                                ImageCache.key(new byte[] {1, 2}, Preparation.NONE.withSize(2, 3, Fit.PAD)))
                        .distinct()
                        .count());
    }

    @Test
    void damagedFilesAreNotUsed() throws IOException {
        ImageCache cache = new ImageCache(temp.resolve("cache"), 1 << 20);
        cache.put(key(1), new ImageCache.Decoded(image(1), List.of()));
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertNull(cache.get(key(1)), "byte " + i);
        }
        Files.write(file, new byte[bytes.length]);
        assertNull(cache.get(key(1)));
        Files.write(file, new byte[0]);
        assertNull(cache.get(key(1)));
        Files.write(file, bytes);
        assertNotNull(cache.get(key(1)));
    }

    @Test
    void theOldestGoFirst() throws IOException {
        ImageCache cache = new ImageCache(temp.resolve("cache"), 1 << 20);
        for (int i = 0; i < 4; i++) {
            cache.put(key(i), new ImageCache.Decoded(image(i), List.of()));
        }
        long size = Files.size(files().get(0));
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - 3_600_000));
        }
        Path old = temp.resolve("cache").resolve(key(2).substring(0, 2)).resolve(key(2).substring(2));
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        new ImageCache(temp.resolve("cache"), 3 * size).trim();
        assertEquals(3, files().size());
        assertNull(cache.get(key(2)));
        new ImageCache(temp.resolve("cache"), 2 * size).trim();
        assertEquals(2, files().size());
        ImageCache full = new ImageCache(temp.resolve("cache"), size);
        full.put(key(7), new ImageCache.Decoded(image(7), List.of()));
        full.put(key(8), new ImageCache.Decoded(image(8), List.of()));
        assertNotNull(full.get(key(7)));
        assertNull(full.get(key(8)));
    }

    /** A folder is read as without the cache, a second time from it, and a changed file is decoded again. */
    @Test
    void aFolderIsReadFromIt() throws IOException {
        for (String name : new String[] {"a/1.ppm", "a/2.ppm", "b/1.pgm"}) {
            Path file = temp.resolve("photos").resolve(name);
            Files.createDirectories(file.getParent());
            String pixels = name.endsWith("ppm") ? "P6 2 1 255\nabcdef" : "P5 2 1 255\ngh";
            Files.writeString(file, pixels, StandardCharsets.US_ASCII);
        }
        ImageFolder folder = ImageFolder.read(temp.resolve("photos")).withSize(3, 3, Fit.PAD);
        String expected = PixelHash.of(folder.withBands(3));
        ImageFolder cached =
                folder.withCache(new ImageCache(temp.resolve("cache"), 1 << 20)).checked(RUN);
        assertEquals(3, cached.bands());
        assertEquals(expected, PixelHash.of(cached.withBands(3)));
        assertEquals(2, files().size());
        Path kept = files().get(0);
        byte[] bytes = Files.readAllBytes(kept);
        // A planted fault shows that the second start reads the cache, and verify must not.
        ImageCache.Decoded other = new ImageCache.Decoded(image(9), List.of());
        Files.delete(kept);
        new ImageCache(temp.resolve("cache"), 1 << 20)
                .put(kept.getParent().getFileName() + kept.getFileName().toString(), other);
        ImageFolder again =
                folder.withCache(new ImageCache(temp.resolve("cache"), 1 << 20)).checked(RUN);
        assertTrue(!expected.equals(PixelHash.of(again.withBands(3))));
        assertEquals(expected, PixelHash.of(folder.checked(RUN).withBands(3)));
        Files.write(kept, bytes);
        Files.writeString(temp.resolve("photos/a/1.ppm"), "P6 2 1 255\nabcdeX", StandardCharsets.US_ASCII);
        ImageFolder changed =
                folder.withCache(new ImageCache(temp.resolve("cache"), 1 << 20)).checked(RUN);
        assertTrue(!expected.equals(PixelHash.of(changed.withBands(3))));
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNoHarm() throws IOException {
        Path file = Files.write(temp.resolve("file"), new byte[1]);
        ImageCache cache = new ImageCache(file, 1 << 20);
        cache.put(key(1), new ImageCache.Decoded(image(1), List.of()));
        assertNull(cache.get(key(1)));
        cache.trim();
    }
}
