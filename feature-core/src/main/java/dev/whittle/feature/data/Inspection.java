package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What one pass over all images of a data set finds: its hash, the shapes of the images, and equal images. */
public final class Inspection {
    /** How many images are decoded before they are added to the hash, for each thread. */
    private static final int BLOCK = 16;

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

    /** Decodes all images on all threads, a few at a time. */
    public static Inspection of(Dataset images, Run run) {
        int n = images.size();
        PixelHash hash = new PixelHash(images.classes());
        Map<ImageShape, Integer> shapes = new LinkedHashMap<>();
        long[] checksums = new long[n];
        int block = BLOCK * run.threads();
        List<Planar<GrayU8>> decoded = new ArrayList<>(Collections.nCopies(Math.min(n, block), null));
        for (int start = 0; start < n; start += block) {
            int from = start;
            int count = Math.min(block, n - from);
            run.parallel(count, 1, (i, to) -> {
                Planar<GrayU8> image = images.image(from + i);
                decoded.set(i, image);
                checksums[from + i] = checksum(image);
            });
            for (int i = 0; i < count; i++) {
                hash.add(images.label(from + i), decoded.get(i));
                shapes.putIfAbsent(ImageShape.of(decoded.get(i)), from + i);
            }
            run.progress("check images", from + count, n);
        }
        return new Inspection(images, hash.hex(), Collections.unmodifiableMap(shapes), checksums);
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
