package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What one pass over all images of a data set finds: its hash, the shapes of the images, and equal images. */
public final class Inspection {
    /**
     * Raised whenever what an inspection finds of the same files changes: by its own code, or since an image gets other
     * bands in another way. What was kept before is then not used.
     */
    private static final int VERSION = 1;

    private final Dataset images;
    private final String sha256;
    private final Map<ImageShape, Integer> shapes;
    private final long[] checksums;

    private Inspection(Dataset images, String sha256, Map<ImageShape, Integer> shapes, long[] checksums) {
        this.images = images;
        this.sha256 = sha256;
        this.shapes = shapes;
        this.checksums = checksums;
    }

    /** Two equal images: the number of the one in the first data set, and of the one in the second. */
    public record Pair(int first, int second) {}

    /**
     * Looks at all images, on all threads. No more than two images for each thread, and one, are in memory at a time.
     * What was found in images of an {@link ImageFolder} is kept in its cache. If it is there, no image is read.
     */
    public static Inspection of(Dataset images, Run run) {
        ImageCache cache = images instanceof CachedImages cached ? cached.cache() : null;
        String key = cache == null ? null : key(images, (CachedImages) images);
        byte[] kept = key == null ? null : cache.bytes(key);
        if (kept != null) {
            return read(images, kept);
        }
        Inspection found = compute(images, run);
        if (key != null) {
            cache.put(key, found.bytes());
            cache.trim();
        }
        return found;
    }

    private static Inspection compute(Dataset images, Run run) {
        record One(int number, Planar<GrayU8> image) {}
        int n = images.size();
        PixelHash hash = new PixelHash(images.classes());
        Map<ImageShape, Integer> shapes = new LinkedHashMap<>();
        long[] checksums = new long[n];
        Consumer<One> add = one -> {
            hash.add(images.label(one.number), one.image);
            shapes.putIfAbsent(ImageShape.of(one.image), one.number);
            run.progress("check images", one.number + 1, n);
        };
        if (n > 0) {
            One last = run.fold(
                    n,
                    1,
                    (i, to) -> {
                        Planar<GrayU8> image = images.image(i);
                        checksums[i] = checksum(image);
                        return new One(i, image);
                    },
                    (before, next) -> {
                        add.accept(before);
                        return next;
                    });
            add.accept(last);
        }
        return new Inspection(images, hash.hex(), Collections.unmodifiableMap(shapes), checksums);
    }

    /** A hash over all that an inspection depends on; null if the contents of files are not known. */
    static String key(Dataset images, CachedImages contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("inspection " + VERSION);
            out.writeInt(images.classes().size());
            for (String name : images.classes()) {
                out.writeUTF(name);
            }
            for (int i = 0; i < images.size(); i++) {
                String content = contents.contentKey(i);
                if (content == null) {
                    return null;
                }
                out.writeInt(images.label(i));
                out.writeUTF(content);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return PixelHash.ofBytes(bytes.toByteArray());
    }

    private byte[] bytes() {
        byte[] hash = HexFormat.of().parseHex(sha256);
        ByteBuffer out = ByteBuffer.allocate(hash.length + 4 + 16 * shapes.size() + 8 * checksums.length)
                .put(hash)
                .putInt(shapes.size());
        shapes.forEach((shape, first) -> out.putInt(shape.width())
                .putInt(shape.height())
                .putInt(shape.bands())
                .putInt(first));
        for (long checksum : checksums) {
            out.putLong(checksum);
        }
        return out.array();
    }

    private static Inspection read(Dataset images, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] hash = new byte[32];
        in.get(hash);
        Map<ImageShape, Integer> shapes = new LinkedHashMap<>();
        for (int n = in.getInt(); n > 0; n--) {
            shapes.put(new ImageShape(in.getInt(), in.getInt(), in.getInt()), in.getInt());
        }
        long[] checksums = new long[images.size()];
        in.asLongBuffer().get(checksums);
        return new Inspection(images, HexFormat.of().formatHex(hash), Collections.unmodifiableMap(shapes), checksums);
    }

    /** The hash of the data set, see {@link PixelHash#of}. */
    public String sha256() {
        return sha256;
    }

    /** The shapes that images have, each with the number of the first such image, in the order of these numbers. */
    public Map<ImageShape, Integer> shapes() {
        return shapes;
    }

    /**
     * The shape of all images; where two have different sizes, any size.
     *
     * @throws IllegalArgumentException if there are none, or some are gray and some RGB
     */
    public ImageShape shape() {
        ImageShape all = null;
        for (Map.Entry<ImageShape, Integer> entry : shapes.entrySet()) {
            ImageShape shape = entry.getKey();
            if (all != null && shape.bands() != all.bands()) {
                throw new IllegalArgumentException("A model takes images that are all gray or all RGB, but "
                        + images.name(0) + " has " + shapes.keySet().iterator().next() + " and "
                        + images.name(entry.getValue()) + " has " + shape);
            }
            all = all == null ? shape : new ImageShape(0, 0, all.bands());
        }
        if (all == null) {
            throw new IllegalArgumentException("A shape needs at least one image, got none");
        }
        return all;
    }

    /** The equal images within a data set: each is paired with the first that equals it, in the order of the second. */
    public List<Pair> equalImages() {
        return equalImages(this, true);
    }

    /** The images of another data set that are also here; each is paired with the first image here that equals it. */
    public List<Pair> equalImages(Inspection other) {
        return equalImages(other, false);
    }

    private List<Pair> equalImages(Inspection other, boolean same) {
        Map<Long, List<Integer>> byChecksum = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        if (!same) {
            for (int i = 0; i < checksums.length; i++) {
                byChecksum.computeIfAbsent(checksums[i], k -> new ArrayList<>()).add(i);
            }
        }
        for (int j = 0; j < other.checksums.length; j++) {
            List<Integer> candidates = byChecksum.get(other.checksums[j]);
            boolean found = false;
            for (int c = 0; candidates != null && c < candidates.size() && !found; c++) {
                if (equal(images.image(candidates.get(c)), other.images.image(j))) {
                    pairs.add(new Pair(candidates.get(c), j));
                    found = true;
                }
            }
            if (same && !found) {
                byChecksum.computeIfAbsent(checksums[j], k -> new ArrayList<>()).add(j);
            }
        }
        return pairs;
    }

    /** Two checksums in one number. Equal ones are compared pixel by pixel. */
    private static long checksum(Planar<GrayU8> image) {
        CRC32 low = new CRC32();
        CRC32C high = new CRC32C();
        for (int b = 0; b < image.getNumBands(); b++) {
            GrayU8 band = image.getBand(b);
            for (int y = 0; y < band.height; y++) {
                low.update(band.data, band.startIndex + y * band.stride, band.width);
                high.update(band.data, band.startIndex + y * band.stride, band.width);
            }
        }
        return high.getValue() << 32 | low.getValue();
    }

    private static boolean equal(Planar<GrayU8> a, Planar<GrayU8> b) {
        if (!ImageShape.of(a).equals(ImageShape.of(b))) {
            return false;
        }
        for (int band = 0; band < a.getNumBands(); band++) {
            GrayU8 as = a.getBand(band);
            GrayU8 bs = b.getBand(band);
            for (int y = 0; y < as.height; y++) {
                int i = as.startIndex + y * as.stride;
                int j = bs.startIndex + y * bs.stride;
                for (int x = 0; x < as.width; x++) {
                    if (as.data[i + x] != bs.data[j + x]) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
