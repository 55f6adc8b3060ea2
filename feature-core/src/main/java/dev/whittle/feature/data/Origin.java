package dev.whittle.feature.data;

import dev.whittle.feature.image.Preparation;
import java.util.List;

/**
 * What is known of how the images of a data set came about.
 *
 * @param preparation what was done to each image after it was decoded
 * @param leftOut files and folders that are not used, with the reason
 * @param notes what a reader of results should know, such as that images have a colour profile, which is ignored
 */
public record Origin(Preparation preparation, List<LeftOut> leftOut, List<String> notes) {
    /** Images that are as they were published. */
    public static final Origin UNCHANGED = new Origin(Preparation.NONE, List.of(), List.of());

    public Origin {
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    /** The left-out files and folders that may be images which their user expects to be used. */
    public List<LeftOut> faults() {
        return leftOut.stream().filter(LeftOut::isFault).toList();
    }
}
