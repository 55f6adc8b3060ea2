package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.data.generated.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Folders of images for tests: the generated ones, and files that are odd, broken, gray or no images. */
final class TestFolder {
    private TestFolder() {}

    /** Generated images of 32x32 pixels, as CLASS/000.png. */
    static Path generated(Path root, int n) throws IOException {
        Dataset images = Generated.defaults().images("train", n);
        for (int i = 0; i < n; i++) {
            Path folder = Files.createDirectories(root.resolve(images.classes().get(images.label(i))));
            ImageFile.write(folder.resolve(String.format(Locale.ROOT, "%03d.png", i)), images.image(i));
        }
        return root;
    }

    /** The same with names that are hard to read, gray images, broken files, and files that are no images. */
    static Path odd(Path root, int n) throws IOException {
        Path classes = generated(root, n);
        Dataset images = Generated.defaults().images("test", 8);
        Path folder = Files.createDirectories(classes.resolve("a class/deep er"));
        String[] names = {"grün.png", "a[1].png", "50%25.png", "x y.png", "{z}.png", "no ending", "a*?.png", "q#1.png"};
        for (int i = 0; i < names.length; i++) {
            Files.write(folder.resolve(names[i]), ImageFile.toPng(images.image(i)));
        }
        Planar<GrayU8> image = images.image(0);
        byte[] pgm = "P5\n32 32\n255\n".getBytes(StandardCharsets.US_ASCII);
        byte[] gray = Arrays.copyOf(pgm, pgm.length + 1024);
        System.arraycopy(image.getBand(0).data, 0, gray, pgm.length, 1024);
        Files.write(classes.resolve("in no class.pgm"), gray);
        byte[] png = ImageFile.toPng(images.image(1));
        Files.write(folder.resolve("truncated.png"), Arrays.copyOf(png, png.length / 2));
        Files.write(folder.resolve("empty.jpg"), new byte[0]);
        Files.writeString(folder.resolve("text.png"), "this is no image");
        byte[] damaged = png.clone();
        damaged[png.length / 2] ^= 0x55;
        Files.write(classes.resolve("damaged.png"), damaged);
        Files.writeString(folder.resolve("notes.txt"), "ignored");
        Files.write(folder.resolve(".hidden.png"), png);
        Files.write(folder.resolve("Thumbs.db"), png);
        Files.write(folder.resolve("P1.NEF"), png);
        Files.write(folder.resolve("P1.jpg"), png);
        Files.write(folder.resolve("P1.THM"), png);
        return root;
    }
}
