package dev.whittle.pipeline.report;

import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.Visible;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Pages from templates of FreeMarker, with the same bytes on every machine. */
public final class PageTemplate {
    private PageTemplate() {}

    /**
     * Writes a page.
     *
     * @param home the class beside which the template lies
     */
    public static void write(Path file, Class<?> home, String template, Map<String, Object> model) throws IOException {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(home, "");
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setObjectWrapper(new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34).build());
        StringWriter page = new StringWriter();
        try {
            configuration.getTemplate(template).process(model, page);
        } catch (TemplateException e) {
            throw new IllegalStateException("The template " + template + " fails: " + e.getMessage(), e);
        }
        String text = RightToLeft.isolated(file, Visible.text(page.toString()));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(bytes));
    }
}
