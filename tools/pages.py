"""Write the documents that are made from the code: ``docs/faults.md`` from the fault catalogue."""

from pathlib import Path

from vectorproof.mocks.dataapi.fault_page import data_api_part
from vectorproof.mocks.jina.fault_page import page

FAULTS = Path(__file__).parent.parent / "docs" / "faults.md"

if __name__ == "__main__":
    FAULTS.write_text(page() + data_api_part(), encoding="utf-8")
