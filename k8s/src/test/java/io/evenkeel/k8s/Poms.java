package io.evenkeel.k8s;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Asks Maven's files of the project. */
final class Poms {
  private static final String JIB = "//plugin[artifactId='jib-maven-plugin']/configuration";

  private Poms() {}

  static String version() {
    return parent("/project/version").getFirst();
  }

  static List<String> parent(String xpath) {
    return ask("pom.xml", xpath);
  }

  /** The values below the image's configuration in the parent's or a module's file. */
  static List<String> jib(String pom, String path) {
    return ask(pom, JIB + path);
  }

  static List<String> ask(String pom, String xpath) {
    try {
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(Repository.ROOT.resolve(pom).toFile());
      NodeList nodes =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(xpath, document, XPathConstants.NODESET);
      return IntStream.range(0, nodes.getLength())
          .mapToObj(i -> nodes.item(i).getTextContent().strip())
          .toList();
    } catch (ParserConfigurationException
        | SAXException
        | IOException
        | XPathExpressionException e) {
      throw new IllegalStateException(pom, e);
    }
  }
}
