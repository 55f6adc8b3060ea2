package dev.whittle.spark;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Tables;
import dev.whittle.feature.data.DecodedImages;
import dev.whittle.feature.table.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The rows of images, in their order, computed as they are asked for, as {@link RowBatch batches} of at most 64. Each
 * image is decoded once. In memory are the decoded pixels of a batch, 64 MiB or one image at most, one encoded image,
 * and the rows of the batch, twice: 1 MiB, or one row if it is longer.
 */
final class RowsOfImages implements Iterator<byte[]> {
    /** The largest number of bytes of decoded pixels in a batch, unless a single image has more. */
    private static final long MOST_BYTES = 64L << 20;

    private final Iterator<EncodedImage> images;
    private final long maxPixels;
    private final SparkFeature feature;
    private final FirstImage first;
    private final int mostImages;

    /** @param maxPixels how many pixels an image may have */
    RowsOfImages(Iterator<EncodedImage> images, long maxPixels, SparkFeature feature, FirstImage first) {
        this.images = images;
        this.maxPixels = maxPixels;
        this.feature = feature;
        this.first = first;
        this.mostImages = Math.min(FeatureExtractor.MOST_IMAGES, Tables.rowsAtOnce(first.length()));
    }

    @Override
    public boolean hasNext() {
        return images.hasNext();
    }

    @Override
    public byte[] next() {
        if (!images.hasNext()) {
            throw new NoSuchElementException();
        }
        List<FeatureRow> rows = new ArrayList<>();
        Map<ImageShape, List<Decoded>> ofShape = new LinkedHashMap<>();
        long bytes = 0;
        while (images.hasNext() && rows.size() < mostImages && bytes < MOST_BYTES) {
            EncodedImage encoded = images.next();
            EncodedImage named = encoded.withoutBytes();
            int place = rows.size();
            rows.add(null);
            try {
                Planar<GrayU8> image = feature.prepare(encoded.decode(maxPixels));
                first.check(image, feature.feature().extractor());
                ImageShape shape = ImageShape.of(image);
                bytes += (long) shape.width() * shape.height() * shape.bands();
                ofShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(new Decoded(place, named, image));
            } catch (IOException | IllegalArgumentException e) {
                rows.set(place, FeatureRow.bad(named, named.reason(e)));
            }
        }
        for (List<Decoded> group : ofShape.values()) {
            compute(group, rows);
        }
        return RowBatch.of(rows);
    }

    /** A decoded image of a batch, and its place there. */
    private record Decoded(int place, EncodedImage named, Planar<GrayU8> image) {}

    /** Computes the rows of images of one shape; if that fails, image by image, to find the bad ones. */
    private void compute(List<Decoded> group, List<FeatureRow> rows) {
        DecodedImages batch = new DecodedImages(
                group.stream().map(Decoded::image).toList(),
                group.stream().map(decoded -> decoded.named().name()).toList());
        try {
            Matrix computed = feature.feature().rows(batch, ExecutorRun.get());
            for (int i = 0; i < group.size(); i++) {
                rows.set(group.get(i).place(), FeatureRow.good(group.get(i).named(), computed.row(i)));
            }
        } catch (IllegalArgumentException e) {
            if (group.size() == 1) {
                EncodedImage named = group.get(0).named();
                rows.set(group.get(0).place(), FeatureRow.bad(named, named.reason(e)));
                return;
            }
            for (Decoded one : group) {
                compute(List.of(one), rows);
            }
        }
    }
}
