package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Warnings;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
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
        return Decoding.PLAIN.key(new byte[] {(byte) i});
    }

    private ImageCache cache() {
        return new ImageCache(temp.resolve("cache"), 1 << 20);
    }

    /** The only data file. */
    private Path data() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("cache"))) {
            List<Path> data =
                    files.filter(file -> file.toString().endsWith(".data")).toList();
            assertEquals(1, data.size());
            return data.get(0);
        }
    }

    @Test
    void keepsPixelsAndNotes() {
        ImageCache cache = cache();
        assertNull(cache.get(key(1)));
        cache.put(key(1), new ImageCache.Decoded(image(200).subimage(1, 0, 3, 2, null), List.of("über")));
        ImageCache.Decoded found = cache().get(key(1));
        assertEquals(List.of("über"), found.notes());
        assertEquals(2, found.image().width);
        assertEquals(3, found.image().getNumBands());
        assertEquals(200 + 10 + 5, found.image().getBand(1).get(1, 1));
        assertEquals(new ImageCache.About(2, 2, 3, List.of("über")), cache().about(key(1)));
        assertNull(cache.about(key(2)));
        assertNull(cache.get(key(2)));
    }

    @Test
    void theKeyIsOfContentsAndSize() {
        String plain = Decoding.PLAIN.key(new byte[] {1, 2});
        assertEquals(plain, Decoding.PLAIN.with(Preparation.NONE.withBands(3)).key(new byte[] {1, 2}));
        assertEquals(
                5,
                Stream.of(
                                plain,
                                Decoding.PLAIN.key(new byte[] {1, 3}),
                                Decoding.PLAIN
                                        .with(Preparation.NONE.withSize(2, 2, Fit.PAD))
                                        .key(new byte[] {1, 2}),
                                Decoding.PLAIN
                                        .with(Preparation.NONE.withSize(2, 2, Fit.CROP))
                                        .key(new byte[] {1, 2}),
                                Decoding.PLAIN
                                        .with(Preparation.NONE.withSize(2, 3, Fit.PAD))
                                        .key(new byte[] {1, 2}))
                        .distinct()
                        .count());
    }

    /** An image of another version of the decoder has another key. */
    @Test
    void theKeyIsOfTheVersion() throws Exception {
        String[] keys = new String[2];
        for (int i = 0; i < 2; i++) {
            String text = "\1\2" + (ImageFile.VERSION + i) + " 2 3 PAD " + ImageFile.MAX_PIXELS;
            keys[i] = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        }
        String key =
                Decoding.PLAIN.with(Preparation.NONE.withSize(2, 3, Fit.PAD)).key(new byte[] {1, 2});
        assertEquals(keys[0], key);
        assertNotEquals(keys[1], key);
    }

    @Test
    void damagedImagesAreNotUsed() throws IOException {
        ImageCache first = cache();
        first.put(key(1), new ImageCache.Decoded(image(1), List.of()));
        first.trim();
        byte[] bytes = Files.readAllBytes(data());
        assertEquals(18, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            Files.write(data(), damaged);
            assertNull(cache().get(key(1)), "byte " + i);
        }
        Files.write(data(), bytes);
        assertNotNull(cache().get(key(1)));
    }

    @Test
    void theSizeIsBounded() {
        ImageCache full = new ImageCache(temp.resolve("cache"), 6000);
        full.put(key(7), new ImageCache.Decoded(image(7), List.of()));
        full.put(key(8), new ImageCache.Decoded(image(8), List.of()));
        assertNotNull(full.get(key(7)));
        assertNull(full.get(key(8)));
    }

    /** Files of the earlier format are removed, and no others. */
    @Test
    void cachesOfTheEarlierFormatAreRemoved() throws IOException {
        Path folder = temp.resolve("cache");
        String rest = key(1).substring(2);
        for (String name :
                new String[] {"ab/" + rest, "ab/" + rest + ".7-1.tmp", "cd/" + rest, "cd/notes", "ef/", "x/y"}) {
            Path file = folder.resolve(name);
            Files.createDirectories(name.endsWith("/") ? file : file.getParent());
            if (!name.endsWith("/")) {
                Files.write(file, new byte[1]);
            }
        }
        ImageCache cache = cache();
        cache.put(key(1), new ImageCache.Decoded(image(1), List.of()));
        cache.trim();
        try (Stream<Path> walk = Files.walk(folder)) {
            assertEquals(
                    List.of("cd/notes", "x/y"),
                    walk.filter(Files::isRegularFile)
                            .filter(file -> !file.getParent().equals(folder))
                            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
        assertFalse(Files.exists(folder.resolve("ab")));
        assertFalse(Files.exists(folder.resolve("ef")));
        assertNotNull(cache().get(key(1)));
    }

    /** A folder is read as without the cache, a second time from it, and a changed file is decoded again. */
    @Test
    void aFolderIsReadFromIt() throws IOException {
        for (String name : new String[] {"a/1.ppm", "a/2.ppm", "b/1.pgm"}) {
            Path file = temp.resolve("photos").resolve(name);
            Files.createDirectories(file.getParent());
            // No two are equal: two threads may both put an image, and one of them not.
            String pixels = name.endsWith("ppm") ? "P6 2 1 255\nabcde" + name.charAt(2) : "P5 2 1 255\ngh";
            Files.writeString(file, pixels, StandardCharsets.US_ASCII);
            // A file that was just changed is read at every start, see KnownFiles.
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
        }
        ImageFolder folder = ImageFolder.read(temp.resolve("photos")).withSize(3, 3, Fit.PAD);
        String expected = PixelHash.of(folder.withBands(3));
        ImageFolder cached = folder.withCache(cache()).checked(RUN);
        assertEquals(3, cached.bands());
        assertEquals(expected, PixelHash.of(cached.withBands(3)));
        byte[] bytes = Files.readAllBytes(data());
        assertEquals(2 * 27 + 9, bytes.length);
        // A planted fault shows that the second start reads the cache, and verify must not.
        ImageCache planted = new ImageCache(temp.resolve("planted"), 1 << 20);
        String key = Decoding.PLAIN.with(folder.preparation()).key(Files.readAllBytes(temp.resolve("photos/a/1.ppm")));
        planted.put(key, new ImageCache.Decoded(image(9), List.of()));
        ImageFolder again = folder.withCache(planted).checked(RUN);
        assertNotEquals(expected, PixelHash.of(again.withBands(3)));
        assertEquals(expected, PixelHash.of(folder.checked(RUN).withBands(3)));
        Files.writeString(temp.resolve("photos/a/1.ppm"), "P6 2 1 255\nabcdeX", StandardCharsets.US_ASCII);
        ImageFolder changed = folder.withCache(cache()).checked(RUN);
        assertEquals(PixelHash.of(folder.withBands(3)), PixelHash.of(changed.withBands(3)));
        assertNotEquals(expected, PixelHash.of(changed.withBands(3)));
    }

    @Test
    void aCacheThatCannotBeWrittenDoesNoHarm() throws IOException {
        Path file = Files.write(temp.resolve("file"), new byte[1]);
        ImageCache cache = new ImageCache(file, 1 << 20);
        assertNull(cache.about(key(1)));
        cache.put(key(1), new ImageCache.Decoded(image(1), List.of()));
        assertNull(cache.get(key(1)));
        cache.trim();
    }

    @Test
    void aCacheThatCannotBeWrittenSaysSoOnce() throws IOException {
        Path file = Files.write(temp.resolve("file"), new byte[1]);
        Files.createDirectories(temp.resolve("photos/a"));
        Files.writeString(temp.resolve("photos/a/1.pgm"), "P5 1 1 255\n?", StandardCharsets.US_ASCII);
        List<String> warnings = new ArrayList<>();
        Run run = RUN.withProgress(new Warnings(warnings));
        ImageFolder folder = ImageFolder.read(temp.resolve("photos"));
        ImageCache cache = new ImageCache(file, 1 << 20);
        folder.withCache(cache).checked(run);
        folder.withCache(cache).checked(run);
        folder.withCache(cache()).checked(run);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains(file.toString()), warnings.toString());
    }
}
