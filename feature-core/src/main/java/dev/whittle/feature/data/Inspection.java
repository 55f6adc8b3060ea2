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
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** What one pass over all images of a data set finds: its hash, the shapes of the images, equal and similar images. */
public final class Inspection {
    /**
     * Raised whenever what an inspection finds of the same files changes: by its own code, or since an image gets other
     * bands in another way. What was kept before is then not used.
     */
    private static final int VERSION = 2;

    private final Dataset images;
    private final String sha256;
    private final Map<ImageShape, Integer> shapes;
    private final long[] checksums;
    /** Gray and small, to find nearly equal images; null if they were dropped. */
    private final byte[][] thumbnails;

    private Inspection(
            Dataset images, String sha256, Map<ImageShape, Integer> shapes, long[] checksums, byte[][] thumbnails) {
        this.images = images;
        this.sha256 = sha256;
        this.shapes = shapes;
        this.checksums = checksums;
        this.thumbnails = thumbnails;
    }

    /** Two equal images: the number of the one in the first data set, and of the one in the second. */
    public record Pair(int first, int second) {}

    /**
     * Looks at all images, on all threads. No more than two images for each thread, and one, are in memory at a time.
     * What was found in images of an {@link ImageFolder} is kept in its cache. If it is there, no image is read.
     */
    public static Inspection of(Dataset images, Run run) {
        return ofEach(List.of(images), run).get(0);
    }

    /**
     * The same of several data sets. An image is decoded once for all that are a {@link Subset} of the same set, and
     * its thumbnail is in memory once.
     */
    public static List<Inspection> ofEach(List<? extends Dataset> all, Run run) {
        Map<Long, byte[]> shared = new HashMap<>();
        Inspection[] found = new Inspection[all.size()];
        Map<Dataset, List<Part>> ofRoot = new IdentityHashMap<>();
        List<Dataset> roots = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            Part part = new Part(all.get(i), i);
            byte[] kept = part.key == null ? null : part.cache.bytes(part.key);
            if (kept != null) {
                found[i] = read(part.images, kept, shared);
            } else {
                ofRoot.computeIfAbsent(part.root, root -> {
                            roots.add(root);
                            return new ArrayList<>();
                        })
                        .add(part);
            }
        }
        for (Dataset root : roots) {
            List<Part> parts = ofRoot.get(root);
            compute(root, parts, run);
            for (Part part : parts) {
                found[part.place] = part.found();
                if (part.key != null) {
                    part.cache.put(part.key, found[part.place].bytes());
                    part.cache.trim();
                }
            }
        }
        return List.of(found);
    }

    /** A data set that is inspected, and what was found until now. Its images come in its order. */
    private static final class Part {
        final Dataset images;
        final int place;
        /** What its images are from, and their numbers there, which ascend. */
        final Dataset root;

        final int[] numbers;
        /** Null if nothing is kept. */
        final ImageCache cache;

        final String key;
        private final PixelHash hash;
        private final Map<ImageShape, Integer> shapes = new LinkedHashMap<>();
        private final long[] checksums;
        private final byte[][] thumbnails;
        private int next;

        Part(Dataset images, int place) {
            this.images = images;
            this.place = place;
            int[] inRoot = images instanceof Subset subset ? subset.numbersInRoot() : null;
            boolean ascends =
                    inRoot != null && IntStream.range(1, inRoot.length).allMatch(i -> inRoot[i - 1] < inRoot[i]);
            root = ascends ? ((Subset) images).root() : images;
            numbers = ascends ? inRoot : IntStream.range(0, images.size()).toArray();
            cache = images instanceof CachedImages cached ? cached.cache() : null;
            key = cache == null ? null : Inspection.key(images, (CachedImages) images);
            hash = new PixelHash(images.classes());
            checksums = new long[images.size()];
            thumbnails = new byte[images.size()][];
        }

        void add(int number, Planar<GrayU8> image, long checksum, byte[] thumbnail) {
            if (next < numbers.length && numbers[next] == number) {
                hash.add(images.label(next), image);
                shapes.putIfAbsent(ImageShape.of(image), next);
                thumbnails[next] = thumbnail;
                checksums[next++] = checksum;
            }
        }

        Inspection found() {
            return new Inspection(images, hash.hex(), Collections.unmodifiableMap(shapes), checksums, thumbnails);
        }
    }

    /** Decodes the images of {@code root} that are in any of the parts. */
    private static void compute(Dataset root, List<Part> parts, Run run) {
        record One(int place, Planar<GrayU8> image, long checksum, byte[] thumbnail) {}
        int[] used = parts.stream()
                .flatMapToInt(part -> IntStream.of(part.numbers))
                .sorted()
                .distinct()
                .toArray();
        Consumer<One> add = one -> {
            parts.forEach(part -> part.add(used[one.place], one.image, one.checksum, one.thumbnail));
            run.progress("check images", one.place + 1, used.length);
        };
        if (used.length > 0) {
            One last = run.fold(
                    used.length,
                    1,
                    (i, to) -> {
                        Planar<GrayU8> image = root.image(used[i]);
                        return new One(i, image, checksum(image), NearDuplicates.thumbnail(image));
                    },
                    (before, next) -> {
                        add.accept(before);
                        return next;
                    });
            add.accept(last);
        }
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
        ByteBuffer out = ByteBuffer.allocate(
                        hash.length + 4 + 16 * shapes.size() + (8 + NearDuplicates.PIXELS) * checksums.length)
                .put(hash)
                .putInt(shapes.size());
        shapes.forEach((shape, first) -> out.putInt(shape.width())
                .putInt(shape.height())
                .putInt(shape.bands())
                .putInt(first));
        for (long checksum : checksums) {
            out.putLong(checksum);
        }
        for (byte[] thumbnail : thumbnails) {
            out.put(thumbnail);
        }
        return out.array();
    }

    /** @param shared thumbnails by the checksums of their images; it is added to */
    private static Inspection read(Dataset images, byte[] bytes, Map<Long, byte[]> shared) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] hash = new byte[32];
        in.get(hash);
        Map<ImageShape, Integer> shapes = new LinkedHashMap<>();
        for (int n = in.getInt(); n > 0; n--) {
            shapes.put(new ImageShape(in.getInt(), in.getInt(), in.getInt()), in.getInt());
        }
        long[] checksums = new long[images.size()];
        for (int i = 0; i < checksums.length; i++) {
            checksums[i] = in.getLong();
        }
        byte[][] thumbnails = new byte[images.size()][];
        for (int i = 0; i < thumbnails.length; i++) {
            byte[] thumbnail = new byte[NearDuplicates.PIXELS];
            in.get(thumbnail);
            byte[] before = shared.putIfAbsent(checksums[i], thumbnail);
            thumbnails[i] = Arrays.equals(before, thumbnail) ? before : thumbnail;
        }
        return new Inspection(
                images, HexFormat.of().formatHex(hash), Collections.unmodifiableMap(shapes), checksums, thumbnails);
    }

    /** The hash of the data set, see {@link PixelHash#of}. */
    public String sha256() {
        return sha256;
    }

    /** A checksum of the pixels of an image, 16 hexadecimal digits. It tells which image is another one. */
    public String checksum(int image) {
        return HexFormat.of().toHexDigits(checksums[image]);
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

    /**
     * The images of another data set that nearly equal one here, each with the nearest image here, in their order. The
     * same picture in another compression, brightness or contrast, mirrored or not, is found; other sections of it,
     * shifts of more than a thirtieth of its width and images smaller than 16×16 pixels or nearly without contrast are
     * not. Nor are images that resemble five images here or more, as digits do. Images with the checksum of one here
     * are left out: {@link #equalImages(Inspection)} finds those.
     *
     * @throws IllegalStateException after {@link #withoutThumbnails}
     */
    public List<NearDuplicates.Pair> nearDuplicates(Inspection other, Run run) {
        if (thumbnails == null || other.thumbnails == null) {
            throw new IllegalStateException("The thumbnails were dropped, so near duplicates cannot be looked for");
        }
        Set<Long> here = Arrays.stream(checksums).boxed().collect(Collectors.toSet());
        int[] others = IntStream.range(0, other.checksums.length)
                .filter(i -> !here.contains(other.checksums[i]))
                .toArray();
        return NearDuplicates.of(thumbnails, other.thumbnails, others, run);
    }

    /** The same without what {@link #nearDuplicates} needs, which is 256 bytes an image. */
    public Inspection withoutThumbnails() {
        return new Inspection(images, sha256, shapes, checksums, null);
    }

    /** Of the object itself, so that it can be seen whether it is shared. */
    byte[] thumbnail(int image) {
        return thumbnails[image];
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
