package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.RegularFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads and writes image files. JPEG, PNG, GIF, BMP, TIFF, WebP, PBM, PGM and PPM can be read. The contents decide the
 * format, not the file's name. Other known formats are refused by name. Bytes after the image are ignored. Of an
 * animation or of several pages the first is read.
 *
 * <p>The rules for pixels:
 *
 * <ul>
 *   <li>The image has 1 band if the file says gray, or if all colours of its palette are gray, and otherwise 3 (RGB).
 *   <li>Samples of other than 8 bits become v·255/max, rounded to nearest: v·255/65535 for 16 bits.
 *   <li>Transparent pixels are shown on white: a sample c with opacity a becomes (c·a + 255·(255 - a))/255, rounded
 *       to nearest. c and a have been scaled to 8 bits before. This holds for transparent colours of palettes too.
 *   <li>Colour profiles and gamma are not applied.
 *   <li>CMYK becomes R = C·K/255, rounded to nearest, where 255 is no ink. JPEGs with four components are taken to
 *       hold inverted CMYK, as Adobe writes it and all readers assume.
 *   <li>The Exif orientation is applied, as in OpenCV's {@code imread}.
 * </ul>
 *
 * <p>Where one of these rules changed an image, the methods with {@code notes} say so ({@link ImageNote}).
 *
 * <p>JPEGs may be baseline, extended or progressive, with Huffman codes and samples of 8 bits. Their pixels are exactly
 * those of libjpeg-turbo with its default settings, on every Java runtime. Lossless and hierarchical JPEGs and
 * arithmetic coding are refused.
 *
 * <p>An image has at most {@link #MAX_PIXELS} pixels, where no other bound is given, and a file 2<sup>30</sup> bytes. A
 * truncated or damaged file is an error, never half an image. If the memory is too small for an image, the error is an
 * {@link OutOfMemoryError} that names the file, not an {@link IOException}: the file may be good.
 */
public final class ImageFile {
    /**
     * Raised whenever a change of a decoder, of {@link Fit} or of {@link AreaScaling} changes pixels, or one of {@link
     * ImageNote} the notes, so that images that were decoded before and kept in files are not used.
     */
    public static final int VERSION = 3;

    /**
     * How many pixels an image has at most, where nothing else is said: 2<sup>27</sup>, some more than the 108 million
     * of large cameras. A damaged or hostile file of 34 KB can claim as many; as RGB they take 384 MiB.
     */
    public static final long MAX_PIXELS = 1L << 27;

    /** The largest bound that can be set: a band of 256 MiB. */
    public static final long MOST_PIXELS = 1L << 28;

    private static final long MAX_BYTES = 1L << 30;

    private static final Set<String> ENDINGS =
            Set.of(("png jpg jpeg jpe jfif gif bmp dib ppm pgm pbm pnm pam tif tiff webp heic heif avif jxl jp2 svg"
                            + " cr2 cr3 nef arw dng raf orf rw2 psd")
                    .split(" "));

    private ImageFile() {}

    /** Whether a file with these first bytes is an image, by its format. */
    public static boolean startsLikeImage(byte[] start) {
        Bytes in = new Bytes(start, "");
        return in.has(0, "\u00ff\u00d8")
                || in.has(0, PngHeader.SIGNATURE)
                || in.has(0, "GIF87a")
                || in.has(0, "GIF89a")
                || TiffDirectory.isTiff(in)
                || (in.has(0, "RIFF") && in.has(8, "WEBP"))
                || (in.has(0, "BM") && in.has(6, "\0\0\0\0"))
                || (in.has(0, "P")
                        && start.length > 2
                        && start[1] >= '1'
                        && start[1] <= '7'
                        && Character.isWhitespace(start[2]));
    }

    /** Whether the name of a file ends like that of an image, of a format that can be read or another. */
    public static boolean hasImageName(String name) {
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Decodes a file.
     *
     * @throws IOException if it cannot be read or is not a complete image of a known format. The message has the path,
     *     what was found and what was expected, and the byte offset where there is one
     */
    public static Planar<GrayU8> read(Path file) throws IOException {
        return read(bytes(file), file.toString());
    }

    /**
     * The contents of an image file, to be decoded later.
     *
     * @throws IOException if it cannot be read, or is too large for an image
     */
    public static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, expected an image file");
        }
        RegularFile.require(file);
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new IOException("has " + size + " bytes, expected at most " + MAX_BYTES + " for an image");
            }
            new Bytes(new byte[0], file.toString()).requireMemory(size);
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            NoSuchFileException named = new NoSuchFileException(file.toString(), null, "no such file");
            named.initCause(e);
            throw named;
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Decodes the contents of a file.
     *
     * @param name the name used in messages
     * @throws IOException as for {@link #read(Path)}
     */
    public static Planar<GrayU8> read(byte[] bytes, String name) throws IOException {
        return read(bytes, name, note -> {});
    }

    /**
     * Decodes the contents of a file.
     *
     * @param name the name used in messages
     * @param notes receives what a user should know about how the file became pixels, each note at most once
     * @throws IOException as for {@link #read(Path)}
     */
    public static Planar<GrayU8> read(byte[] bytes, String name, Consumer<ImageNote> notes) throws IOException {
        return read(bytes, name, MAX_PIXELS, notes);
    }

    /**
     * The same with another bound.
     *
     * @param maxPixels how many pixels the image may have, from 1 to {@link #MOST_PIXELS}
     */
    public static Planar<GrayU8> read(byte[] bytes, String name, long maxPixels, Consumer<ImageNote> notes)
            throws IOException {
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "maxPixels is " + maxPixels + ", expected from 1 to " + MOST_PIXELS + " pixels of an image");
        }
        if (bytes.length == 0) {
            throw new IOException(name + ": is empty, expected an image");
        }
        Bytes in = new Bytes(bytes, name, maxPixels);
        Set<ImageNote> told = EnumSet.noneOf(ImageNote.class);
        try {
            Planar<GrayU8> image = decode(in, told::add);
            told.forEach(notes);
            return image;
        } catch (OutOfMemoryError e) {
            throw String.valueOf(e.getMessage()).startsWith(name)
                    ? e
                    : in.outOfMemory("decoding it failed for lack of memory", e);
        }
    }

    private static Planar<GrayU8> decode(Bytes in, Consumer<ImageNote> notes) throws IOException {
        if (in.has(0, "\u00ff\u00d8")) {
            return JpegFile.read(in, notes);
        }
        if (in.has(0, PngHeader.SIGNATURE)) {
            return PngFile.read(in, notes);
        }
        if (in.has(0, "GIF87a") || in.has(0, "GIF89a")) {
            return GifFile.read(in, notes);
        }
        if (in.has(0, "BM")) {
            return BmpFile.read(in, notes);
        }
        if (TiffDirectory.isTiff(in)) {
            return TiffFile.read(in, notes);
        }
        if (in.has(0, "RIFF") && in.has(8, "WEBP")) {
            return WebpFile.read(in, notes);
        }
        if (in.has(0, "P") && in.length() > 1 && in.u8(1) >= '1' && in.u8(1) <= '7') {
            return Pnm.read(in, notes);
        }
        throw OtherFormats.refusal(in);
    }

    /**
     * Writes an image as PNG, completely or not at all ({@link AtomicFile}). The pixels read back are the same. The
     * bytes of the file may depend on the JDK's deflate.
     *
     * @throws IOException if it cannot be written, with the path
     * @throws IllegalArgumentException if the image has neither 1 nor 3 bands, or no pixels
     */
    public static void write(Path png, Planar<GrayU8> image) throws IOException {
        byte[] bytes = toPng(image);
        AtomicFile.write(png, out -> out.write(bytes));
    }

    /**
     * An image as the contents of a PNG file, gray or RGB, 8 bits.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 bands, or no pixels
     */
    public static byte[] toPng(Planar<GrayU8> image) {
        int bands = Gray.bands(image);
        if (image.width < 1 || image.height < 1) {
            throw new IllegalArgumentException(
                    "A PNG has at least 1x1 pixels, got " + image.width + "x" + image.height);
        }
        BufferedImage buffered = new BufferedImage(
                image.width, image.height, bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] row = new byte[image.width * bands];
        for (int y = 0; y < image.height; y++) {
            for (int b = 0; b < bands; b++) {
                GrayU8 band = image.getBand(b);
                int from = band.startIndex + y * band.stride;
                for (int x = 0; x < image.width; x++) {
                    row[x * bands + b] = band.data[from + x];
                }
            }
            buffered.getRaster().setDataElements(0, y, image.width, 1, row);
        }
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(buffered), "png")
                .next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(buffered, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
