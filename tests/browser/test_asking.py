"""Asking in every way, as somebody does who has never seen the bot."""

from playwright.sync_api import Locator, Page, expect

QUESTION = "how does MetalLB work"


def ask(page: Page, text: str, box: str = "Message #mlops") -> None:
    page.get_by_label(box).fill(text)
    page.keyboard.press("Enter")


def messages(page: Page, place: str = "#mlops") -> Locator:
    return page.get_by_role("log", name=f"Messages in {place}").get_by_role("article")


def thread(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread").get_by_role("article")


def test_a_command_is_answered_for_its_asker_alone(page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")

    answer = messages(page).last
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text(f"Worth opening on “{QUESTION}”")
    expect(answer.get_by_role("link", name="MetalLB", exact=True)).to_have_attribute(
        "href", "https://metallb.io"
    )
    expect(page.get_by_label("Message #mlops")).to_have_value("")

    page.get_by_label("Acting as").select_option(label="Ben Visser")
    expect(messages(page)).to_have_count(0)


def test_a_mention_is_answered_in_its_thread(page: Page) -> None:
    ask(page, f"@mlops-learn {QUESTION}")

    question = messages(page).last
    expect(question).to_contain_text(f"@mlops-learn {QUESTION}")
    question.get_by_role("button", name="1 reply").click()
    expect(thread(page)).to_have_count(2)
    expect(thread(page).last).to_contain_text("Worth opening on")

    ask(page, "@mlops-learn what is istio", box="Reply in the thread")
    expect(thread(page)).to_have_count(4)
    expect(thread(page).last).to_contain_text("istio")
    expect(messages(page)).to_have_count(1)


def test_a_direct_message_is_answered_there(page: Page) -> None:
    page.get_by_role("link", name="mlops-learn").click()
    page.get_by_role("heading", name="mlops-learn", level=1).wait_for()

    ask(page, QUESTION, box="Message mlops-learn")

    expect(messages(page, "mlops-learn")).to_have_count(2)
    expect(messages(page, "mlops-learn").last).to_contain_text("Worth opening on")


def test_a_private_answer_can_be_shared(page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")

    messages(page).last.get_by_role("button", name="Share in channel").click()

    shared = messages(page).last
    expect(shared).to_contain_text("@ada shared: Worth opening on")
    expect(messages(page)).to_have_count(1)
    page.get_by_label("Acting as").select_option(label="Ben Visser")
    expect(messages(page)).to_have_count(1)


def test_more_brings_the_next_page(page: Page) -> None:
    ask(page, f"/mlops-learn {QUESTION}")

    messages(page).last.get_by_role("button", name="More").click()

    expect(messages(page)).to_have_count(2)
    expect(messages(page).last).to_contain_text(f"More on “{QUESTION}”")


def test_the_menu_of_a_message_finds_resources_for_it(page: Page) -> None:
    page.get_by_label("Acting as").select_option(label="Ben Visser")
    ask(page, "our pods cannot resolve service names")
    page.get_by_label("Acting as").select_option(label="Ada Okafor (admin)")

    menu = messages(page).last.get_by_label("Actions on the message of Ben Visser")
    menu.click()
    page.get_by_role("button", name="Find resources").click()
    picks = messages(page).last
    expect(picks).to_contain_text("Only visible to you")
    picks.get_by_role("button", name="Post in thread").click()

    messages(page).first.get_by_role("button", name="1 reply").click()
    expect(thread(page).last).to_contain_text("@ada shared")


def test_browsing_turns_the_pages_of_one_message(page: Page) -> None:
    ask(page, "/mlops-learn topics")
    message = messages(page).last

    message.get_by_role("button", name="Kubernetes").click()

    expect(messages(page)).to_have_count(1)
    expect(message.get_by_role("button", name="← All parts")).to_be_visible()
    expect(message).to_contain_text("(edited)")


def test_somebody_else_is_told_who_may_not(page: Page) -> None:
    page.get_by_role("link", name="random").click()
    page.get_by_role("heading", name="#random").wait_for()
    ask(page, "@mlops-learn istio", box="Message #random")
    expect(messages(page, "#random").last).to_contain_text("/invite @mlops-learn")

    ask(page, "/invite @mlops-learn", box="Message #random")
    expect(messages(page, "#random").last).to_contain_text("was added by Ada Okafor")
    ask(page, "@mlops-learn istio", box="Message #random")
    expect(page.get_by_role("button", name="1 reply")).to_be_visible()


def test_what_is_no_command_is_not_lost(page: Page) -> None:
    ask(page, "/mlops-lern istio")

    expect(page.get_by_role("alert")).to_contain_text("/mlops-lern is no command here")
    expect(page.get_by_label("Message #mlops")).to_have_value("/mlops-lern istio")


def test_app_home_says_what_the_bot_can_do(page: Page) -> None:
    page.get_by_role("link", name="App Home").click()

    expect(page.get_by_role("main")).to_contain_text("I find the few resources worth opening")

    page.get_by_label("Acting as").select_option(label="Cleo Marsh")
    expect(page.get_by_role("main")).to_contain_text("I find the few resources worth opening")
