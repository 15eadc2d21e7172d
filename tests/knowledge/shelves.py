"""Small catalogues for tests, the faults of others, and text as hypothesis makes it up."""

from pathlib import Path

import pytest
from hypothesis import strategies as st

from knowledge import Catalogue, CatalogueError, Resource, Topic, load

TOPICS = {
    topic.id: topic
    for topic in (
        Topic(id="kubernetes", name="Kubernetes", aliases=("k8s",)),
        Topic(
            id="services",
            name="Services in Kubernetes",
            aliases=("svc", "cluster ip"),
            broader="kubernetes",
        ),
        Topic(id="ingress", name="Ingress", aliases=("ing",), broader="kubernetes"),
        Topic(id="load-balancing", name="Load balancing", aliases=("lb", "load balancer")),
        Topic(id="metallb", name="MetalLB", aliases=("metal lb",), broader="load-balancing"),
        Topic(id="service-mesh", name="Service mesh", aliases=("mesh",)),
        Topic(id="istio", name="Istio", broader="service-mesh"),
        Topic(id="dns", name="DNS", aliases=("name resolution",)),
    )
}


def faults(path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load(path)
    return [str(problem) for problem in caught.value.problems]


def resource(id: str, title: str, *topics: str, answers: tuple[str, ...] = ()) -> Resource:
    return Resource(
        id=id,
        title=title,
        url=f"https://example.org/{id}",
        author="Ada Lovelace",
        format="docs",
        level="beginner",
        topics=topics,
        summary=f"All about {title}.",
        answers=answers,
    )


SMALL = Catalogue(
    resources=(
        resource("metallb-site", "MetalLB", "metallb", answers=("How does MetalLB work?",)),
        resource(
            "metallb-bgp",
            "MetalLB in BGP mode",
            "metallb",
            answers=("How does MetalLB announce addresses to a router?",),
        ),
        resource(
            "service-types",
            "ClusterIP, NodePort and LoadBalancer",
            "services",
            "load-balancing",
            answers=("What types of services are there in Kubernetes?",),
        ),
        resource("ingress-docs", "Ingress", "ingress", answers=("What is an ingress?",)),
        resource("nana-istio", "Istio explained", "istio", answers=("What is Istio good for?",)),
        resource("mesh-intro", "What is a service mesh?", "service-mesh"),
        resource(
            "dns-debug",
            "Debugging DNS Resolution",
            "dns",
            answers=("Why can pods not resolve service names?",),
        ),
    ),
    topics=TOPICS,
)

FIELD_WORDS = [
    *("metallb", "metalb", "metal-lb", "MetalLB", "k8s", "svc", "lb", "ingress", "ingres"),
    *("istio", "mesh", "dns", "kubernetes", "kubernets", "pods", "resolve", "types", "bgp"),
    *("what", "is", "how", "the", "lunch", "ship", "video", "<!channel>", "`ingress`", ":tada:"),
]

ANY_TEXT = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=400)
QUESTIONS = st.one_of(
    ANY_TEXT,
    st.lists(st.one_of(st.sampled_from(FIELD_WORDS), st.text(max_size=8)), max_size=12).map(
        " ".join
    ),
)
