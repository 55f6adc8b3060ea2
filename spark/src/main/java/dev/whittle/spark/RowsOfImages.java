package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Tables;
import dev.whittle.feature.data.DecodedImages;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The rows of images, in their order, computed as they are asked for. Each image is decoded once. In memory are the
 * decoded pixels of a batch, 64 MiB or one image at most, one encoded image, and the rows of the batch: 1 MiB, or one
 * row if it is longer.
 */
final class RowsOfImages implements Iterator<FeatureRow> {
    /** The largest number of bytes of decoded pixels in a batch, unless a single image has more. */
    private static final long MOST_BYTES = 64L << 20;

    private final Iterator<EncodedImage> images;
    private final SparkFeature feature;
    private final Expected expected;
    private final int mostImages;
    private final Deque<FeatureRow> ready = new ArrayDeque<>();

    RowsOfImages(Iterator<EncodedImage> images, SparkFeature feature, Expected expected) {
        this.images = images;
        this.feature = feature;
        this.expected = expected;
        this.mostImages = Math.min(FeatureExtractor.MOST_IMAGES, Tables.rowsAtOnce(expected.length()));
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || images.hasNext();
    }

    @Override
    public FeatureRow next() {
        if (ready.isEmpty()) {
            if (!images.hasNext()) {
                throw new NoSuchElementException();
            }
            nextBatch();
        }
        return ready.remove();
    }

    static DecodedImages batch(List<Planar<GrayU8>> images, List<String> names) {
        return new DecodedImages(images, names);
    }

    private void nextBatch() {
        List<EncodedImage> batch = new ArrayList<>();
        List<FeatureRow> rows = new ArrayList<>();
        Map<ImageShape, List<Decoded>> ofShape = new LinkedHashMap<>();
        long bytes = 0;
        while (images.hasNext() && batch.size() < mostImages && bytes < MOST_BYTES) {
            EncodedImage encoded = images.next();
            // Only its name and label are needed on.
            EncodedImage named = new EncodedImage(encoded.name(), encoded.label(), null, encoded.problem());
            int place = batch.size();
            batch.add(named);
            rows.add(null);
            try {
                Planar<GrayU8> image = decode(encoded);
                ImageShape shape = ImageShape.of(image);
                bytes += (long) shape.width() * shape.height() * shape.bands();
                ofShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(new Decoded(place, named, image));
            } catch (IOException | IllegalArgumentException e) {
                rows.set(place, bad(named, e));
            }
        }
        for (List<Decoded> group : ofShape.values()) {
            compute(group, rows);
        }
        ready.addAll(rows);
    }

    /** A decoded image of a batch, and its place there. */
    private record Decoded(int place, EncodedImage named, Planar<GrayU8> image) {}

    private Planar<GrayU8> decode(EncodedImage encoded) throws IOException {
        if (encoded.problem() != null) {
            throw new IOException(encoded.problem());
        }
        try {
            Planar<GrayU8> image = feature.prepare(ImageFile.read(encoded.bytes(), encoded.name()));
            expected.check(image, feature.feature().extractor());
            return image;
        } catch (OutOfMemoryError e) {
            // Only the reader names the file; it allocates nothing where it sees that the memory is too small.
            String message = String.valueOf(e.getMessage());
            if (message.startsWith(encoded.name())) {
                throw new IOException(message, e);
            }
            throw e;
        }
    }

    /** Computes the rows of images of one shape; if that fails, image by image, to find the bad ones. */
    private void compute(List<Decoded> group, List<FeatureRow> rows) {
        DecodedImages images = batch(
                group.stream().map(Decoded::image).toList(),
                group.stream().map(decoded -> decoded.named().name()).toList());
        try {
            Matrix computed = feature.feature().rows(images, Executor.run());
            for (int i = 0; i < group.size(); i++) {
                rows.set(group.get(i).place(), FeatureRow.good(group.get(i).named(), computed.row(i)));
            }
        } catch (IllegalArgumentException e) {
            if (group.size() == 1) {
                rows.set(group.get(0).place(), bad(group.get(0).named(), e));
                return;
            }
            for (Decoded one : group) {
                compute(List.of(one), rows);
            }
        }
    }

    private static FeatureRow bad(EncodedImage image, Exception e) {
        return FeatureRow.bad(image, new LeftOut(image.name(), String.valueOf(e.getMessage())).shortReason());
    }
}
