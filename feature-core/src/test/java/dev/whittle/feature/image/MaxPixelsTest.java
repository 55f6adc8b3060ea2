package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import dev.whittle.feature.data.ImageCache;
import dev.whittle.feature.data.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxPixelsTest {
    /** The bound is said, and can be another. */
    @Test
    void aBoundOfPixelsCanBeGiven() throws IOException {
        byte[] png = ImageFile.toPng(Images.constant(40, 30, 255));
        assertEquals(40, ImageFile.read(png, "a.png", 1200, note -> {}).width);
        String message = assertThrows(IOException.class, () -> ImageFile.read(png, "a.png", 1199, note -> {}))
                .getMessage();
        assertEquals(
                "a.png: at byte 16: the image is 40x30, expected at most 1199 pixels; --max-pixels allows more",
                message);
        for (long wrong : new long[] {0, ImageFile.MOST_PIXELS + 1}) {
            assertThrows(IllegalArgumentException.class, () -> ImageFile.read(png, "a.png", wrong, note -> {}));
        }
    }

    /** Also where the image is in the cache, decoded under a larger bound. */
    @Test
    void aFolderHasTheBound(@TempDir Path temp) throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Files.createDirectories(temp.resolve("images").resolve(name));
            ImageFile.write(temp.resolve("images").resolve(name).resolve("1.png"), Images.constant(20, 10, 1));
        }
        ImageFile.write(temp.resolve("images/b/2.png"), Images.constant(20, 11, 1));
        ImageFolder images = ImageFolder.read(temp.resolve("images"))
                .withCache(new ImageCache(temp.resolve("cache"), 1 << 20))
                .withSize(8, 8);
        assertEquals(3, images.usable(Run.defaults()).size());
        ImageFolder bounded = images.withMaxPixels(200).usable(Run.defaults());
        assertEquals(2, bounded.size());
        assertTrue(bounded.leftOut().get(0).reason().contains("--max-pixels"), () -> "" + bounded.leftOut());
    }
}
