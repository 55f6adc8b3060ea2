package dev.whittle.feature;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.Objects;

/** The features of images as a table; a row is extracted when it is read. */
final class ExtractedRows implements Rows {
    private final FeatureExtractor extractor;
    private final Dataset images;
    private final Run run;
    private final int columns;

    ExtractedRows(FeatureExtractor extractor, Dataset images, Run run) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("No images to extract features from");
        }
        this.extractor = extractor;
        this.images = images;
        this.run = run;
        try {
            this.columns = extractor.length(images.image(0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Image " + images.name(0) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int rows() {
        return images.size();
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int row, int n, float[] to, int at) {
        Objects.checkFromIndexSize(row, n, images.size());
        Objects.checkFromIndexSize(at, (long) n * columns, to.length);
        Matrix vectors = new Matrix(n, columns);
        extractor.extract(images, row, row + n, vectors, 0, run);
        System.arraycopy(vectors.data(), 0, to, at, vectors.data().length);
        run.progress("extract", row + n, images.size());
    }

    @Override
    public String toString() {
        return "ExtractedRows[" + images.size() + "x" + columns + "]";
    }
}
