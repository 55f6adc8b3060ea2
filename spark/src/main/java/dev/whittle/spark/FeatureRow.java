package dev.whittle.spark;

/**
 * A row of the table of features, as Spark's encoder of beans takes it: an image with its features, or one that cannot
 * be used, with the reason.
 */
public final class FeatureRow {
    private Long row;
    private String name;
    private String label;
    private float[] features;
    private String reason;

    static FeatureRow good(EncodedImage image, float[] features) {
        return of(image.name(), image.label(), features, null);
    }

    static FeatureRow bad(EncodedImage image, String reason) {
        return of(image.name(), image.label(), null, reason);
    }

    /**
     * A row without a number.
     *
     * @param features null if there is a reason
     */
    static FeatureRow of(String name, String label, float[] features, String reason) {
        FeatureRow made = new FeatureRow();
        made.name = name;
        made.label = label;
        made.features = features;
        made.reason = reason;
        return made;
    }

    /** The same with a number. */
    FeatureRow numbered(Long number) {
        FeatureRow made = new FeatureRow();
        made.row = number;
        made.name = name;
        made.label = label;
        made.features = features;
        made.reason = reason;
        return made;
    }

    boolean isGood() {
        return reason == null;
    }

    /** The number among the images that can be used, in the order of their names, from 0; null for the others. */
    public Long getRow() {
        return row;
    }

    public void setRow(Long row) {
        this.row = row;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** The name of the class; null if there is none. */
    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    /** Null for an image that cannot be used. */
    public float[] getFeatures() {
        return features;
    }

    public void setFeatures(float[] features) {
        this.features = features;
    }

    /** Why the image cannot be used; null if it can. */
    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
