package dev.whittle.pipeline.method;

import dev.whittle.pipeline.experiment.Plan;
import java.io.IOException;

/**
 * What is known of where the images of a plan come from; each is empty where it is not known.
 *
 * @param text what they are
 */
public record DataFacts(String text, String origin, String licence) {
    public static DataFacts of(Plan plan) throws IOException {
        if (plan.experiment() == null) {
            return new DataFacts("", "", "");
        }
        MethodTexts texts = MethodTexts.installed();
        String set = plan.experiment().data().set();
        return new DataFacts(
                texts.data(set).map(MethodTexts.Text::text).orElse(""),
                texts.fact(set, "origin"),
                texts.fact(set, "licence"));
    }
}
